import Testing
import Wording

/// Differences as `diff -u` writes them.
struct UnifiedDiffTests {
    private static func diff(_ old: String?, _ new: String) -> String {
        UnifiedDiff.text(old: old.map { Array($0.utf8) }, new: Array(new.utf8), path: "a.lua")
    }

    @Test func isEmptyForTheSame() { #expect(Self.diff("a\nb\n", "a\nb\n").isEmpty) }

    @Test func showsANewFile() {
        #expect(Self.diff(nil, "a\nb\n") == "--- /dev/null\n+++ a.lua\n@@ -0,0 +1,2 @@\n+a\n+b\n")
    }

    @Test func showsChangesWithTheLinesAroundThem() {
        #expect(
            Self.diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") == """
                --- a.lua
                +++ a.lua
                @@ -2,7 +2,7 @@
                 2
                 3
                 4
                -5
                +five
                 6
                 7
                 8

                """)
    }

    @Test func keepsDistantChangesApart() {
        let lines = (1...30).map { "\($0)\n" }
        let new = (["zero\n"] + lines.dropLast() + ["last\n"]).joined()
        #expect(Self.diff(lines.joined(), new).split(separator: "\n").count { $0.hasPrefix("@@") } == 2)
    }
}
