# shellcheck shell=bash disable=SC2154
# How the scripts build. They source it; `root` is the top of the checkout.

# An import that Package.swift does not name is an error: the layers hold.
layering=(--explicit-target-dependency-import-check error)

# A release does not check at run time that no two accesses overlap: everything has one owner, and the tests, which are not
# built like this, check it. It looks for no library beside the program, which would be done at each start.
optimized=(-Xswiftc -enforce-exclusivity=unchecked --disable-local-rpath)

# Addresses that are fixed up at each start are listed by bits where the system's loader reads such lists: from glibc 2.36 on.
if [[ $(getconf GNU_LIBC_VERSION 2>/dev/null) =~ ^glibc\ ([0-9]+)\.([0-9]+) ]] &&
    ((BASH_REMATCH[1] * 1000 + BASH_REMATCH[2] >= 2036)); then
    optimized+=(-Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs)
fi

# use_archives: Lua and the run time of C++ become part of a release, so that no start has to load them. pkg-config and the
# linker look for a library in .build/archives first; where the system has it as a shared library alone, that is taken.
archives=
use_archives() {
    if [[ -n $archives ]]; then return; fi
    mkdir -p "$root/.build/archives" || return
    archives=$(cd "$root/.build/archives" && pwd)
    local lua cpp
    lua=$(pkg-config --variable=libdir lua5.3)/liblua5.3.a
    if [[ $(uname) != Linux || ! -e $lua ]]; then return; fi
    ln -sf "$lua" "$archives/liblua5.3.a"
    printf 'Name: Lua\nDescription: as an archive\nVersion: %s\nLibs: -L%s -llua5.3\nCflags: %s\n' \
        "$(pkg-config --modversion lua5.3)" "${archives// /\\ }" "$(pkg-config --cflags lua5.3)" >"$archives/lua5.3.pc"
    cpp=$(readlink -f "$(command -v swift)")
    cpp=$("${cpp%/*}/clang" -print-file-name=libstdc++.a 2>/dev/null) || cpp=
    if [[ $cpp != /* ]]; then return; fi
    ln -sf "$cpp" "$archives/libstdc++.a"
    optimized+=(-Xlinker "-L$archives" -Xswiftc -Xclang-linker -Xswiftc -static-libgcc)
}

# is_built PRODUCT: whether nothing that it is made of is newer.
is_built() {
    local stamp=$root/.build/release-stamp-$1 archive
    local sources=("$root/Package.swift" "$root/Sources" "$root/generator" "$root/objects" "$root/Tests/Benchmarks" "$root/Tests/Soak")
    if [[ ! -x $root/.build/release/$1 || ! -e $stamp ]]; then return 1; fi
    for archive in "$root"/.build/archives/*.a; do
        if [[ $archive -nt $stamp ]]; then return 1; fi
    done
    # Folders count too: they change when a file comes or goes.
    [[ -z $(find "${sources[@]}" -newer "$stamp" -print -quit 2>/dev/null) ]]
}

# build_release PRODUCT...: leaves .build/release/PRODUCT up to date. Starts no build where nothing is newer.
build_release() {
    local product stamp
    for product in "$@"; do
        if is_built "$product"; then continue; fi
        # shellcheck source=scripts/lib/setup.bash
        source "$root/scripts/lib/setup.bash"
        need "${build_needs[@]}"
        use_archives
        # What the start is measured against is built as Swift builds.
        local flags=("${optimized[@]}")
        if [[ $product == baseline-line ]]; then flags=(); fi
        # The stamp is from before the build: what is edited meanwhile is built the next time.
        stamp=$root/.build/release-stamp-$product
        touch "$stamp.new"
        # It is linked again even where an archive alone is new, and a build that fails leaves none.
        rm -f "$root/.build/release/$product"
        echo "building $product" >&2
        PKG_CONFIG_PATH=$archives:${PKG_CONFIG_PATH-} swift build --package-path "$root" -c release \
            --product "$product" --static-swift-stdlib ${flags[@]+"${flags[@]}"} "${layering[@]}" </dev/null >&2 || return
        mv "$stamp.new" "$stamp"
    done
}
