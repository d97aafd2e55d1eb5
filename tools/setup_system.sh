#!/usr/bin/env bash
# Install what the operating system must provide. Usage: setup_system.sh demo|demo-two|test|browser|bench|installer|test-installer
# Debian and its relatives: installs by itself. Other systems: says what is needed and goes on.
set -euo pipefail

runtime=(python3 python3-venv libportaudio2 libegl1 libgl1 libfontconfig1 libglib2.0-0 libdbus-1-3
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 fonts-noto-core)
testing=(jackd2 libjack-jackd2-0 sip-tester baresip-core kamailio kamailio-tls-modules openssl iproute2 tshark linphone-cli
    xvfb xauth xdotool postgresql)

# pesq is built from source; the announcements are human speech in several voices.
bench=(gcc libc6-dev python3-dev asterisk-core-sounds-en-wav asterisk-core-sounds-es-wav
    asterisk-core-sounds-it-wav asterisk-core-sounds-ru-wav libasound2-plugins)

# A real browser for the callers' page: 113 MB to fetch, 300 MB on the disk. Without it that one test is skipped.
browser=(chromium)

# The Windows installer is packed by NSIS, its launchers are compiled, its bytecode is made and everything tested by Wine.
installer=(wine64 nsis gcc-mingw-w64-x86-64 osslsigncode openssl)

# The wizard is driven by keyboard on a virtual screen, in two languages, and photographed.
wizard=(xvfb xdotool imagemagick locales)

wanted=("${runtime[@]}")
if [ "${1:-demo}" = test ]; then
    wanted+=("${testing[@]}")
elif [ "${1:-demo}" = browser ]; then
    wanted+=("${testing[@]}" "${browser[@]}")
elif [ "${1:-demo}" = installer ]; then
    wanted=(python3 python3-venv "${installer[@]}")
elif [ "${1:-demo}" = test-installer ]; then
    wanted+=("${installer[@]}" "${wizard[@]}")
elif [ "${1:-demo}" = bench ]; then
    wanted+=("${testing[@]}" "${bench[@]}")
else
    [ "${1:-demo}" = demo-two ] && wanted+=(postgresql)
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || wanted+=(xvfb xauth)
fi

if ! command -v dpkg-query >/dev/null; then
    echo "This is not a Debian system; please see to it that these are installed (Debian's names):"
    printf '  %s\n' "${wanted[@]}"
    exit 0
fi

missing=()
for package in "${wanted[@]}"; do
    state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$state" = "install ok installed" ] || missing+=("$package")
done
# A Python that is not Debian's serves as well.
if [ ${#missing[@]} -gt 0 ] && python3 -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
    kept=()
    for package in "${missing[@]}"; do
        case "$package" in python3 | python3-venv) ;; *) kept+=("$package") ;; esac
    done
    missing=("${kept[@]+"${kept[@]}"}")
fi
[ ${#missing[@]} -gt 0 ] || exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Run as root, or install: ${missing[*]}"; exit 1; }
    root=(sudo)
fi
echo "Installing ${#missing[@]} system packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${root[@]+"${root[@]}"}" apt-get update -q
"${root[@]+"${root[@]}"}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
