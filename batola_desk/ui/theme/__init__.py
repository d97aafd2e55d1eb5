"""The look of the desk: colour roles, style sheet, icons. Nothing outside this folder names a colour."""

from batola_desk.ui.theme.apply import apply_theme, current_theme, icon, tokens

__all__ = ["apply_theme", "current_theme", "icon", "tokens"]
