# shellcheck shell=bash disable=SC2034
# Finds what a build or the tests need on this system, and installs what is missing. The scripts source it.

# Each row: what must be there, its package in Debian and Ubuntu, its formula in Homebrew (- where there is none).
# lib:NAME is a library that pkg-config knows, py:NAME a module of Python, anything else a command.
build_needs=(
    "pkg-config pkg-config pkgconf"
    "lib:lua5.3 liblua5.3-dev lua@5.3"
    "lib:libxml-2.0 libxml2-dev libxml2"
    "lib:sqlite3 libsqlite3-dev sqlite"
    "lib:libssl libssl-dev openssl@3"
    "lib:libmicrohttpd libmicrohttpd-dev libmicrohttpd"
)
test_needs=(
    "lua5.1 lua5.1 -"
    "lua5.2 lua5.2 -"
    "luac5.3 lua5.3 lua@5.3"
    "lua5.4 lua5.4 lua"
    "luacheck lua-check luacheck"
    "xmllint libxml2-utils libxml2"
    "sqlite3 sqlite3 sqlite"
    "openssl openssl openssl@3"
    "py:yaml python3-yaml -"
    "chromium chromium chromium"
    "chromedriver chromium-driver chromedriver"
    "py:jsonschema python3-jsonschema -"
    "dpkg-shlibdeps dpkg-dev -"
    "chrpath chrpath -"
)
# What scripts/check needs besides.
check_needs=(
    "shellcheck shellcheck shellcheck"
)
# The programs that the integration tests talk to; Python's own come by scripts/lib/peers.bash.
peer_needs=(
    "python3 python3 python"
    "py:ensurepip python3-venv -"
    "cc gcc -"
    "cmake cmake cmake"
    "make make -"
    "tshark tshark wireshark"
    "coap-rd-openssl libcoap3-bin -"
    "ModemManager modemmanager -"
    "dbus-daemon dbus-daemon -"
    "dbus-send dbus-bin -"
    "chat ppp -"
    "gammu gammu -"
)
# Debian keeps some of them where root alone looks for programs.
export PATH="$PATH:/usr/sbin:/sbin"

# Formulas that Homebrew does not link into the common folders.
for prefix in /opt/homebrew/opt /usr/local/opt; do
    if [[ -d $prefix/lua@5.3 ]]; then
        export PATH="$PATH:$prefix/lua@5.3/bin:$prefix/libxml2/bin:$prefix/sqlite/bin"
        PKG_CONFIG_PATH="$prefix/lua@5.3/lib/pkgconfig:$prefix/libxml2/lib/pkgconfig:${PKG_CONFIG_PATH-}"
        export PKG_CONFIG_PATH="$prefix/sqlite/lib/pkgconfig:$prefix/openssl@3/lib/pkgconfig:$PKG_CONFIG_PATH"
    fi
done

# need ROW...: makes sure that everything in the rows is there, and Swift unless without_swift is set; ends the script with
# 3 where that cannot be.
need() {
    if [[ -z ${without_swift-} ]] && ! command -v swift >/dev/null; then
        echo "swift is missing: install Swift 6.2 or later as https://www.swift.org/install describes" >&2
        exit 3
    fi
    local rows=() row
    while IFS= read -r row; do rows+=("$row"); done < <(missing "$@")
    if ((${#rows[@]} == 0)); then return; fi
    if [[ -z ${XLWM2M_NO_INSTALL-} ]] && install_packages "${rows[@]}"; then
        while IFS= read -r row; do explain "$row"; done < <(missing "$@")
        return
    fi
    explain "${rows[@]}"
}

# Prints the rows whose thing is not there.
missing() {
    local row thing
    for row in "$@"; do
        thing=${row%% *}
        if [[ $thing == lib:* ]]; then
            pkg-config --exists "${thing#lib:}" 2>/dev/null || echo "$row"
        elif [[ $thing == py:* ]]; then
            python3 -c "import ${thing#py:}" 2>/dev/null || echo "$row"
        elif [[ $(uname) != Darwin || $row != *" -" ]]; then
            command -v "$thing" >/dev/null || echo "$row"
        fi
    done
}

install_packages() {
    local packages
    if command -v apt-get >/dev/null; then
        read -ra packages <<<"$(column 2 "$@")"
        local as_root=()
        if ((EUID != 0)); then
            command -v sudo >/dev/null || return 1
            as_root=(sudo)
            # Without a terminal nobody can type a password.
            [[ -t 0 ]] || as_root+=(-n)
        fi
        echo "installing ${packages[*]}" >&2
        as_root+=(env DEBIAN_FRONTEND=noninteractive)
        local options=(-q -y -o Dpkg::Use-Pty=0 --no-install-recommends)
        "${as_root[@]}" apt-get install "${options[@]}" "${packages[@]}" </dev/null >&2 ||
            { "${as_root[@]}" apt-get update -q </dev/null >&2 &&
                "${as_root[@]}" apt-get install "${options[@]}" "${packages[@]}" </dev/null >&2; }
    elif command -v brew >/dev/null; then
        read -ra packages <<<"$(column 3 "$@")"
        echo "installing ${packages[*]}" >&2
        brew install --quiet "${packages[@]}" </dev/null >&2
    else
        return 1
    fi
}

# Says what to install and how, and ends the script.
explain() {
    {
        echo "these are missing and could not be installed: $(column 1 "$@" | sed 's/lib://g; s/py://g')"
        echo "  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install $(column 2 "$@")"
        echo "  macOS:           brew install $(column 3 "$@")"
        echo "then run this again"
    } >&2
    exit 3
}

# column N ROW...: that column of the rows, without repetition, on one line.
column() {
    local number=$1 row words seen=" "
    shift
    for row in "$@"; do
        read -ra words <<<"$row"
        local word=${words[number - 1]}
        if [[ $word != - && $seen != *" $word "* ]]; then seen+="$word "; fi
    done
    seen=${seen# }
    echo "${seen% }"
}
