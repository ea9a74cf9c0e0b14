import Console
import Testing

struct MixedLineTests {
    @Test(
        arguments: [
            ("ls; read /3", [.commands("ls; read /3")]),
            ("AT+CGMM", [.at("AT+CGMM")]),
            ("at", [.at("at")]),
            ("AT+CEREG?; ls", [.at("AT+CEREG?"), .commands("           ls")]),
            ("ls;AT;read /3", [.commands("ls;"), .at("AT"), .commands("      read /3")]),
            ("AT+CMEE=2;+CGMM;ls", [.at("AT+CMEE=2;+CGMM"), .commands("                ls")]),
            ("ATE0;&V;V1", [.at("ATE0;&V;V1")]), ("AT;AT+CGMM", [.at("AT"), .at("AT+CGMM")]),
            ("  AT ; wait 1", [.at("AT "), .commands("       wait 1")]), ("AT;", [.at("AT")]),
            ("AT+X=\"a;ls;b\";ls", [.at("AT+X=\"a;ls;b\""), .commands("              ls")]),
            ("AT+X=\"a;ls", [.at("AT+X=\"a;ls")]),
            ("write /3/0/15 'a;AT'; AT", [.commands("write /3/0/15 'a;AT';"), .at("AT")]),
            ("write /1 {0=a;AT}; AT", [.commands("write /1 {0=a;AT};"), .at("AT")]),
            ("write /3/0/15 \"a\\\";AT\"; AT", [.commands("write /3/0/15 \"a\\\";AT\";"), .at("AT")]),
            ("# AT; AT", [.commands("# AT; AT")]), ("ls # x; AT\nAT", [.commands("ls # x; AT\n"), .at("AT")]),
            ("AT\nls\nAT", [.at("AT"), .commands("   ls\n"), .at("AT")]),
            ("AT; # a remark", [.at("AT"), .commands("    # a remark")]),
            ("ATE0; rad /3; AT", [.at("ATE0"), .commands("      rad /3;"), .at("AT")]), ("", []), (" ; ", []),
        ] as [(String, [MixedLine.Part])])
    func takesApart(line: String, parts: [MixedLine.Part]) {
        #expect(MixedLine.parts(of: line) == parts)
    }

    @Test func keepsTheColumnsOfErrors() throws {
        guard case .commands(let text)? = MixedLine.parts(of: "AT+CGMM; red /3").last else {
            Issue.record("no commands")
            return
        }
        guard case .failure(let error)? = Verb.parse(text).first?.command else {
            Issue.record("no error")
            return
        }
        #expect(error.column == 10)
    }
}
