import CommandLine
import Testing

/// Options as a command declares them: what the command line gives, and what it does not take.
struct OptionTests {
    enum Size: String, CaseIterable { case small, large }

    struct Inner: OptionGroup {
        @Flag("--loud", short: "-l", help: "say it loudly") var isLoud: Bool
    }

    struct Paint: Command {
        @Option("--coats", "N", .integer(in: 1...9), help: "how many") var coats: Int?
        let inner = Inner()
        @Option("--size", "SIZE", .word, help: "small or large") var size: Size?
        @OptionList("--colour", "NAME", .text, help: "several are possible") var colours: [String]
        @Option("--output", short: "-o", "FILE", .text, help: "where to") var output: String?
        @Option("--share", "N", .number(in: 0...1), help: "how much of it") var share: Double?
        @Operands("THING...") var things: [String]

        static let name = "paint"

        static var description: CommandDescription {
            CommandDescription(
                summary: "paint things", discussion: "", exits: ExitMeanings(ok: "it is dry"),
                examples: [])
        }

        func run() throws -> ExitCode { .ok }

        var summary: String {
            "\(coats.map(String.init) ?? "-") \(inner.isLoud) \(size?.rawValue ?? "-") \(colours) \(output ?? "-") "
                + "\(share.map { "\($0)" } ?? "-") \(things)"
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription, outcome: String
        init(_ line: String, _ outcome: String) { (testDescription, self.outcome) = (line, outcome) }
    }

    static let good: [Case] = [
        Case("", #"- false - [] - - []"#),
        Case("--coats 2 wall", #"2 false - [] - - ["wall"]"#),
        Case("--coats=2 --coats=3", #"3 false - [] - - []"#),
        Case("--colour red --colour=blue", #"- false - ["red", "blue"] - - []"#),
        Case("-l -o a -ob", #"- true - [] b - []"#),
        Case("--size large - -- --coats", #"- false large [] - - ["-", "--coats"]"#),
        Case("--share 0.5 --output=a=b", #"- false - [] a=b 0.5 []"#),
        Case("--coats x --coats 1", #"1 false - [] - - []"#),
    ]

    @Test(arguments: good) func reads(_ line: Case) throws {
        let command = Paint()
        try Declarations(of: [command]).read(line.testDescription.split(separator: " ").map(String.init))
        #expect(command.summary == line.outcome)
    }

    static let bad: [Case] = [
        Case("--coat 1", "unknown option '--coat'; did you mean '--coats'?"),
        Case("-x", "unknown option '-x'"),
        Case("--coats", "option '--coats' needs a value: --coats N"),
        Case("-o", "option '-o' needs a value: -o FILE"),
        Case("--loud=1", "option '--loud' takes no value"),
        Case("--coats 10", "option '--coats' takes a whole number from 1 to 9, not '10'"),
        Case("--share 2", "option '--share' takes a number from 0.0 to 1.0, not '2'"),
        Case("--size huge", "option '--size' takes small, large, not 'huge'"),
    ]

    @Test(arguments: bad) func refuses(_ line: Case) {
        let failure = #expect(throws: CommandFailure.self) {
            try Declarations(of: [Paint()]).read(line.testDescription.split(separator: " ").map(String.init))
        }
        #expect(failure?.message == line.outcome)
        #expect(failure?.code == .usage)
    }

    @Test func knowsWhatWasGiven() throws {
        let command = Paint()
        try Declarations(of: [command]).read(["--coats", "4", "-l"])
        #expect(command.$coats.isGiven && command.$coats.given == ["4"] && command.inner.$isLoud.isGiven)
        #expect(!command.$output.isGiven && command.$output.name == "--output")
    }
}

/// What is made of the declarations: help, manual page, completions.
struct HelpTests {
    static var program: Program {
        Program(name: "brush", title: "a brush", version: "1.2", commands: [OptionTests.Paint.self])
    }

    @Test func listsOptionsInTheOrderOfTheirDeclarations() {
        #expect(
            Help.text(for: CommandPage(OptionTests.Paint.self), of: Self.program) == """
                paint things

                usage: brush paint [OPTION...] THING...

                options:
                  --coats N          how many
                  -l, --loud         say it loudly
                  --size SIZE        small or large
                  --colour NAME      several are possible
                  -o, --output FILE  where to
                  --share N          how much of it
                  --color WHEN       colour and redraw: always, never, or auto: on a terminal,
                                     unless NO_COLOR is set or TERM is dumb
                  --no-config        leave the project file out

                exit codes:
                  0  it is dry
                  2  the command line is wrong

                """)
    }

    @Test func namesCommandsInTheOverview() {
        let overview = Help.overview(of: Self.program)
        #expect(overview.hasPrefix("brush: a brush\n\nusage: brush COMMAND [OPTION...] [ARGUMENT...]\n"))
        #expect(overview.contains("\n  paint  paint things\n"))
    }

    @Test func escapesTheManualPage() {
        let page = ManPage.text(of: Self.program)
        #expect(page.hasPrefix(".TH BRUSH 1 \"\" \"brush 1.2\"\n.SH NAME\nbrush \\- a brush\n"))
        #expect(page.contains(".TP\n.B \\-o, \\-\\-output FILE\nwhere to\n"))
    }

    @Test(arguments: Shell.allCases) func completesOptions(_ shell: Shell) {
        let script = Completions(of: Self.program).script(for: shell)
        #expect(script.contains("paint"))
        #expect(script.contains(shell == .fish ? "-l output -s o -r" : "--output"))
    }

    static let words = [
        ("plain", "plain"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("-x", "'./-x'"), ("", "''"),
    ]
    @Test(arguments: words) func quotesForAShell(_ text: String, _ word: String) {
        #expect(Shell.word(text) == word)
    }
}
