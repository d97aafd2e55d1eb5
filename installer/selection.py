"""Which files of the wheels a desk needs. What is left out here was measured (docs/decisions/0036)."""

from __future__ import annotations

import fnmatch
import re

QT_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport")
"""What the program and its plots import; no QML, no network, no OpenGL, no web engine."""

QT_PLUGINS = (
    "platforms/qwindows.dll",
    "platforms/qoffscreen.dll",
    "styles/qmodernwindowsstyle.dll",
    "iconengines/qsvgicon.dll",
    "printsupport/windowsprintersupport.dll",
    "imageformats/qico.dll",
    "imageformats/qjpeg.dll",
    "imageformats/qsvg.dll",
    "imageformats/qwebp.dll",
)
_QT_PLAIN = re.compile(r"PySide6/(__init__|_config|_git_pyside_version)\.py|PySide6/pyside6\.abi3\.dll")
_QT_RUNTIME = re.compile(r"(PySide6|shiboken6)/(msvcp140(_1|_2)?|vcruntime140(_1)?)\.dll", re.IGNORECASE)

# Never needed to run: tests, headers, sources of compiled parts, type stubs, examples, debug builds.
_NOWHERE = (
    "*.pyi", "*.pxd", "*.pyx", "*.pxi", "*.c", "*.cpp", "*.h", "*.hpp", "*.lib", "*.a", "*.cmake", "*.exe",
    "*.asm", "*.obj", "*.rst", "*_debug.*.pyd", "test/*",
    "*/tests/*", "*/test/*", "*/testing/*", "*/examples/*", "*.dist-info/RECORD", "*/vcpkg*",
    # gathered in licences/ and sbom.cdx.json (installer/sbom.py)
    "*.dist-info/sboms/*", "*.dist-info/licenses/*", "*.dist-info/LICENSE*", "*.dist-info/COPYING*",
    "numpy/f2py/*", "numpy/_pyinstaller/*", "numpy/random/_examples/*",
    "numpy/_core/_simd.*", "numpy/_core/_*_tests.*", "osmium/replication/*",
    "rapidfuzz/distance/metrics_cpp*", "pyproj/proj_dir/share/proj/*.json",
    "pyproj/proj_dir/share/proj/vcpkg*", "pyqtgraph/opengl/*", "pyqtgraph/flowchart/*", "pyqtgraph/canvas/*",
    "pyqtgraph/icons/*.png", "pyqtgraph/colors/maps/*", "sqlalchemy/dialects/mysql/*",
    "sqlalchemy/dialects/oracle/*", "sqlalchemy/dialects/mssql/*", "alembic/templates/*",
    "_sounddevice_data/portaudio-binaries/*arm64*", "_sounddevice_data/portaudio-binaries/*32bit*",
    "_sounddevice_data/portaudio-binaries/*-asio.dll", "_sounddevice_data/portaudio-binaries/*.dylib",
)  # fmt: skip
# Whole packages that others ask for and a desk never loads: fetching OpenStreetMap's changes (osmium),
# compiling bindings (cffi, of which only the loader of compiled ones stays), colours of a terminal.
LEFT_OUT = ("requests", "urllib3", "idna", "charset_normalizer", "cffi", "pycparser", "colorama")

# Formats of the vector library that nobody brings to a call centre, and drawings of its makers.
_NO_GDAL_DATA = (
    "LICENSE*", "copyright", "usage",
    "grib2_*", "jpfgdgml_*", "ruian_*", "inspire_*", "nitf_*", "vdv452*", "GDALLogo*", "gdalicon*",
    "default.rsc", "MM_*", "ecw_cs.wkt", "plscenesconf.json", "pds4_*", "pdfcomposition*", "seed_*", "s57*",
    "vicar*", "eeda*", "vcpkg*", "esri_StatePlane_extra.wkt", "leaflet_*", "template_tiles*", "tms_*",
    "*.schema.json",
)  # fmt: skip
# Kept although a rule above would drop them: the program fails without them.
_STILL = ("numpy/testing/*", "sqlalchemy/dialects/__init__.py")


def is_wanted(name: str) -> bool:
    """Return whether a file of a wheel (its name inside it) goes onto the desk."""
    if name.endswith("/") or ".data/" in name:
        return False
    if name.startswith("_cffi_backend."):
        return True
    if _project_of(name) in LEFT_OUT:
        return False
    if name.startswith(("PySide6/", "shiboken6/")):
        return _is_wanted_of_qt(name)
    if name.startswith("pyogrio/proj_data/"):
        return False  # the copy that stands in for both lies in share/proj (installer.payload)
    if name.startswith("pyogrio/gdal_data/"):
        return not any(
            fnmatch.fnmatchcase(name.rpartition("/")[2], rule) for rule in (*_NO_GDAL_DATA, "*.cmake")
        )
    if any(fnmatch.fnmatchcase(name, rule) for rule in _STILL):
        return "/tests/" not in name and not name.endswith(".pyi")
    return not any(fnmatch.fnmatchcase(name, rule) for rule in _NOWHERE)


def _project_of(name: str) -> str:
    """Return the package or the project that a file belongs to."""
    return re.split(r"[-/.]", name)[0].lower()


def _is_wanted_of_qt(name: str) -> bool:
    if _QT_PLAIN.fullmatch(name) or _QT_RUNTIME.fullmatch(name):
        return True
    if name.startswith("shiboken6/"):
        return name.endswith((".py", ".pyd", "shiboken6.abi3.dll"))
    inside = name.removeprefix("PySide6/")
    if inside.startswith("plugins/"):
        return inside.removeprefix("plugins/") in QT_PLUGINS
    if inside.startswith("translations/"):
        return inside == "translations/qtbase_en.qm"
    return any(inside in (f"{module}.pyd", f"Qt6{module[2:]}.dll") for module in QT_MODULES)
