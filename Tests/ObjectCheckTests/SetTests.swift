import ObjectCheck
import Products
import Randomness
import TestSupport
import Testing

struct SetTests {
    private func check(_ files: [(String, String)], for product: String = Product.default.name) -> CheckReport {
        Lamp.checker(product).check(
            files.map { CheckedFile(path: "fs/" + $0.0, content: Array($0.1.utf8), set: "fs") })
    }

    @Test func findsTwoFilesForOneID() {
        let report = check([
            ("object_lamp.lua", Lamp.text), ("object_light.lua", Lamp.with(("object_lamp", "object_light"))),
        ])
        #expect(
            report.findings.map(Lamp.show)
                == ["9 error id-clash: Object 32000 is in object_lamp.lua too: keep one of the two files"])
        #expect(report.findings[0].file == "fs/object_light.lua" && !report.starts)
    }

    @Test func takesFilesNamedOneByOneAsOneSetToo() {
        let report = Lamp.checker(Product.default.name).check([
            CheckedFile(path: "a/object_lamp.lua", content: Array(Lamp.text.utf8)),
            CheckedFile(path: "b/object_lamp.lua", content: Array(Lamp.text.utf8)),
        ])
        #expect(report.findings.map(\.rule) == ["id-clash"])
    }

    @Test func passesOverTestsAndModules() {
        let report = check([
            ("lwm2m_defs.lua", "x ="), ("object_lamp.lua", Lamp.text), ("object_lamp_test.lua", "x ="),
            ("test_lamp.lua", "x ="), ("lamp_spec.lua", "x ="),
        ])
        #expect(report.isClean && report.findings.isEmpty && report.starts)
        #expect(report.files == ["fs/object_lamp.lua"])
    }

    @Test func knowsAnObjectByWhatItHoldsNotByItsName() {
        let named = Lamp.with(("object_lamp", "object_link_test"))
        let report = check([
            ("object_link_test.lua", named), ("object_lamp_test.lua", "it('x', function() \(Lamp.text) end)"),
            ("object_lamp_spec.lua", "return 1"),
        ])
        #expect(report.isClean && report.files == ["fs/object_link_test.lua"])
        let wrong = check([("object_link_test.lua", named.replacingOccurrences(of: "-- END", with: "x = = 1"))])
        #expect(wrong.findings.map(\.rule) == ["lua-syntax"])
    }

    /// The module loads each file with the tag XLWM2M, whatever its name.
    @Test func checksAllOfTheFolderThatAModuleLoads() {
        let files = [
            ("foo.lua", "x = = 1"), ("object_lamp_test.lua", "it('x', function() end)"), ("empty.lua", ""),
            ("lwm2m_defs.lua", "x ="), ("object_lamp.lua", Lamp.text),
        ].map { CheckedFile(path: "flash/XLWM2M/\($0.0)", content: Array($0.1.utf8), set: "flash/XLWM2M") }
        let report = Lamp.checker("SARA-R510S-01B").check(files)
        #expect(!report.starts)
        #expect(
            report.sets[0].stoppers == [
                "flash/XLWM2M/empty.lua", "flash/XLWM2M/foo.lua", "flash/XLWM2M/object_lamp_test.lua",
            ])
    }

    @Test func findsDefinitionsThatGenerateRefuses() {
        func definition(_ name: String, _ id: Int) -> String {
            var text = DefinitionText()
            text.name = name
            text.id = String(id)
            text.urn = "urn:oma:lwm2m:x:\(id)"
            return text.file
        }
        let report = check([
            ("a.xml", definition("水泵", 33002)), ("b.xml", definition("Pump", 31011)),
            ("c.xml", definition("PUMP ", 31012)),
            ("d.xml", definition("Pump", 31011)), ("e.xml", definition(String(repeating: "n", count: 300), 31013)),
            ("f.xml", definition("Pump&#1;", 31014)),
        ])
        let said = report.findings.filter { $0.severity == .error }.map { "\($0.file):\($0.line) \($0.rule)" }
        #expect(
            said == [
                "fs/a.xml:4 xml-object-name-file", "fs/c.xml:4 xml-object-name-twice",
                "fs/e.xml:4 xml-object-name-file",
                "fs/f.xml:4 xml-not-well-formed",
            ])
    }

    @Test func mentionsWhatIsNoObject() {
        let report = check([("lamp.lua", Lamp.text), ("object_lamp.lua", Lamp.text)])
        #expect(
            report.findings.map(Lamp.show) == [
                "0 note not-an-object: lamp.lua is not loaded as an Object: name it object_*.lua, or keep it off the "
                    + "module, which loads every file with the tag XLWM2M"
            ])
        #expect(report.isClean)
    }

    @Test func knowsTheGlobalsOfTheOtherFiles() {
        let other = Lamp.with(("object_lamp", "object_light"), ("32000", "32001"), ("-- WRITE", "print(shared)"))
        let report = check([("object_lamp.lua", Lamp.writing("shared = 1")), ("object_light.lua", other)])
        #expect(report.findings.isEmpty)
    }

    @Test func findsWhatOnlyTheOtherFilesSpoil() {
        let other = Lamp.with(
            ("object_lamp", "object_light"), ("32000", "32001"), ("-- END", "assert(not object_lamp, 'no lamp')"))
        let report = check([("object_lamp.lua", Lamp.text), ("object_light.lua", other)])
        #expect(
            report.findings.map(Lamp.show)
                == ["33 error load-error: loading it after the other files fails: no lamp"])
    }

    @Test func saysWhatABadFileDoesToTheStart() {
        let files = [("object_lamp.lua", Lamp.text), ("object_bad.lua", "x = = 1")]
        #expect(
            check(files, for: "SARA-R422-01B").text == """
                fs/object_bad.lua:1: error: unexpected symbol near '=': correct the text [lua-syntax]
                the LwM2M client of SARA-R422-01B would not start with fs (+ULWM2MSTAT: 5,1 and then 4,6) until this is \
                mended or deleted: fs/object_bad.lua
                2 files checked for SARA-R422-01B: 1 error, 0 warnings, 0 notes

                """)
        #expect(!check(files).text.contains("ULWM2MSTAT"))
    }

    @Test func endsWithAHangInTheLibrary() {
        var checker = Lamp.checker(Product.default.name)
        checker.limits.seconds = 0.2
        let hang = "local s = string.rep('a', 200)\nlocal x = s:find(string.rep('a-', 100) .. 'b')"
        let text = Lamp.with(("-- END", hang))
        let report = checker.check([
            CheckedFile(path: "object_lamp.lua", content: Array(text.utf8)),
            CheckedFile(path: "object_other.lua", content: Array(Lamp.text.utf8)),
        ])
        #expect(report.findings.map(\.rule) == ["load-time", "id-clash", "name-mismatch"])
    }

    @Test func isTheSameInEveryOrder() {
        let files = [
            ("object_b.lua", "x ="), ("object_a.lua", Lamp.writing("lua_send_pulse(1)\nio.open()")),
            ("object_c.lua", ""),
        ]
        #expect(check(files) == check(files.reversed()))
    }

    @Test func findsAFileThatIsTooLargeAndAProductWithoutLua() {
        var checker = Lamp.checker(Product.default.name)
        checker.product.limits.fileSystemSize = 1000
        checker.product.supportsLua = false
        let report = checker.check([CheckedFile(path: "object_lamp.lua", content: Array(Lamp.text.utf8))])
        #expect(report.findings.map(\.rule) == ["file-size", "lua-unsupported"])
    }

    @Test func survivesWhateverTheTextIs() {
        var random = SeededSequence(seed: 11)
        var checker = Lamp.checker("SARA-R500S-00B")
        checker.limits.instructions = 100_000
        checker.limits.seconds = 1
        let lines = Lamp.writing("if lua_send_pulse then lua_send_pulse(16) else lua_send_urc('on') end")
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for _ in 0..<300 {
            var spoilt = lines
            for _ in 0...Int(random.next() % 3) {
                let place = Int(random.next() % UInt64(spoilt.count))
                switch random.next() % 4 {
                case 0: spoilt.remove(at: place)
                case 1: spoilt.insert(lines[Int(random.next() % UInt64(lines.count))], at: place)
                case 2: spoilt[place] = String(spoilt[place].dropLast(Int(random.next() % 8)))
                default: spoilt[place] += String(Unicode.Scalar(UInt8(random.next() % 128)))
                }
            }
            let text = Array(spoilt.joined(separator: "\n").utf8)
            let report = checker.check([CheckedFile(path: "fs/object_lamp.lua", content: text, set: "fs")])
            #expect(report.findings.allSatisfy { $0.line <= spoilt.count })
        }
    }
}
