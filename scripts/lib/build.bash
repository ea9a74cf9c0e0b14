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

# build_release PRODUCT...: leaves .build/release/PRODUCT up to date. Starts no build where nothing is newer.
build_release() {
    local product stamp=$root/.build/release-stamp
    local sources=("$root/Package.swift" "$root/Sources" "$root/generator" "$root/objects" "$root/Tests/Benchmarks" "$root/Tests/Soak")
    for product in "$@"; do
        # Folders count too: they change when a file comes or goes.
        if [[ ! -x $root/.build/release/$product || ! -e $stamp-$product ||
            -n $(find "${sources[@]}" -newer "$stamp-$product" -print -quit 2>/dev/null) ]]; then
            # shellcheck source=scripts/lib/setup.bash
            source "$root/scripts/lib/setup.bash"
            need "${build_needs[@]}"
            mkdir -p "$root/.build"
            # The stamp is from before the build: what is edited meanwhile is built the next time.
            touch "$stamp-$product.new"
            echo "building $product" >&2
            swift build --package-path "$root" -c release --product "$product" --static-swift-stdlib "${optimized[@]}" \
                "${layering[@]}" </dev/null >&2
            mv "$stamp-$product.new" "$stamp-$product"
        fi
    done
}
