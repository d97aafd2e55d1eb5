"""Writes Open Location Codes, which the desk only reads."""

from __future__ import annotations

ALPHABET = "23456789CFGHJMPQRVWX"


def plus_code_of(lat: float, lon: float, letters: int = 10) -> str:
    """The code of a position with 10 or 11 letters."""
    rows, columns = int((lat + 90) * 40_000), int((lon + 180) * 32_000)  # of the eleventh letter
    row, column = rows // 5, columns // 4  # of the tenth
    code = ""
    for _ in range(5):
        code = ALPHABET[row % 20] + ALPHABET[column % 20] + code
        row, column = row // 20, column // 20
    code = code[:8] + "+" + code[8:]
    return code if letters == 10 else code + ALPHABET[rows % 5 * 4 + columns % 4]
