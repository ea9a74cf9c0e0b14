import ATInterface
import Products
import Testing

/// The bytes of the line, exactly.
///
/// - Source: V.250; UBX-17003787 R13 §1.1.
@Suite struct FramingTests {
    struct Exchange: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var product = Product.default
        let typed: String
        let answered: String

        init(_ name: String, on product: Product = .default, _ typed: String, _ answered: String) {
            (testDescription, self.product, self.typed, self.answered) = (name, product, typed, answered)
        }
    }

    static let r410 = Product.named("SARA-R410M-02B")!
    static let r422 = Product.named("SARA-R422S-01B")!

    static let exchanges = [
        Exchange("echo and OK", "AT\r", "AT\r\r\nOK\r\n"),
        Exchange("information text", "AT+CMEE?\r", "AT+CMEE?\r\r\n+CMEE: 0\r\n\r\nOK\r\n"),
        Exchange("no echo", "ATE0\rAT\r", "ATE0\r\r\nOK\r\n\r\nOK\r\n"),
        Exchange("lower case", "at+cmee?\r", "at+cmee?\r\r\n+CMEE: 0\r\n\r\nOK\r\n"),
        Exchange("a mixed prefix is no prefix while the port detects its speed", "aT\rAt\r", "aT\rAt\r"),
        Exchange(
            "a mixed prefix at a set speed", "ATE0;+IPR=115200\raT+CMEE?\rAt\r",
            "ATE0;+IPR=115200\r\r\nOK\r\n\r\n+CMEE: 0\r\n\r\nOK\r\n\r\nOK\r\n"),
        Exchange("a mixed prefix on SARA-R410M, which has a set speed", on: r410, "aT\r", "aT\r\r\nOK\r\n"),
        Exchange("CR LF ends a line once", "ATE0\r\nAT\r\n", "ATE0\r\r\nOK\r\n\r\nOK\r\n"),
        Exchange(
            "the LF of CR LF aborts nothing", "ATE0\rAT+COPS=?\r\n",
            "ATE0\r\r\nOK\r\n\r\n+COPS: (2,\"xlwm2m\",\"xlwm2m\",\"00101\",7),,(0,1,2,3,4,5),(0,1,2)"
                + "\r\n\r\nOK\r\n"),
        Exchange(
            "nor does anything that follows at once", "ATE0\rAT+COPS=?\r\n AT\r",
            "ATE0\r\r\nOK\r\n\r\n+COPS: (2,\"xlwm2m\",\"xlwm2m\",\"00101\",7),,(0,1,2,3,4,5),(0,1,2)"
                + "\r\n\r\nOK\r\n"),
        Exchange(
            "the LF of CR LF is no datum", "ATE0\r\nAT+UDWNFILE=\"f\",3\r\nabcAT+URDFILE=\"f\"\r\n",
            "ATE0\r\r\nOK\r\n\r\n>\r\nOK\r\n\r\n+URDFILE: \"f\",3,\"abc\"\r\nOK\r\n"),
        Exchange("blank lines say nothing", "ATE0\r\r\n  \r\r\nAT\r", "ATE0\r\r\nOK\r\n\r\nOK\r\n"),
        Exchange("a line without AT says nothing", "ATE0\rhello\rAT\r", "ATE0\r\r\nOK\r\n\r\nOK\r\n"),
        Exchange("backspace", "ATE0\rATX\u{8}+CMEE?\r", "ATE0\r\r\nOK\r\n\r\n+CMEE: 0\r\n\r\nOK\r\n"),
        Exchange(
            "A/ repeats", on: r410, "ATE0\rAT+CMEE?\rA/",
            "ATE0\r\r\nOK\r\n\r\n+CMEE: 0\r\n\r\nOK\r\n\r\n+CMEE: 0\r\n\r\nOK\r\n"),
        Exchange(
            "A/ says nothing while the port detects its speed", "ATE0\rAT+CMEE?\rA/AT\r",
            "ATE0\r\r\nOK\r\n\r\n+CMEE: 0\r\n\r\nOK\r\n\r\nOK\r\n"),
        Exchange(
            "A/ repeats once the speed is set", "ATE0\rAT+IPR=115200\rAT+CMEE?\rA/",
            "ATE0\r\r\nOK\r\n\r\nOK\r\n\r\n+CMEE: 0\r\n\r\nOK\r\n\r\n+CMEE: 0\r\n\r\nOK\r\n"),
        Exchange("A/ without a line before it", on: r410, "A/", "A/"),
        Exchange("one OK for a chain", "ATE0;+CMEE=1;+CMEE?\r", "ATE0;+CMEE=1;+CMEE?\r\r\n+CMEE: 1\r\n\r\nOK\r\n"),
        Exchange(
            "the first failure ends a chain", "ATE0\rAT+CMEE?;+NO;+CMEE?\r",
            "ATE0\r\r\nOK\r\n\r\n+CMEE: 0\r\n\r\nERROR\r\n"),
        Exchange("basic commands need no separator", "ATE0V1Q0\r", "ATE0V1Q0\r\r\nOK\r\n"),
        Exchange("an extended command needs one", "ATE0+CMEE?\r", "ATE0+CMEE?\r\r\nERROR\r\n"),
        Exchange("numbers", "ATE0V0\rAT\rAT+CMEE?\rAT+NO\r", "ATE0V0\r0\r0\r+CMEE: 0\r\n0\r4\r"),
        Exchange("quiet", "ATE0Q1\rAT\rAT+CMEE?\rAT+NO\r", "ATE0Q1\r\r\n+CMEE: 0\r\n"),
        Exchange(
            "error numbers", "ATE0;+CMEE=1\rAT+NO\rAT+CMEE=7\r",
            "ATE0;+CMEE=1\r\r\nOK\r\n\r\n+CME ERROR: 100\r\n\r\n+CME ERROR: 4\r\n"),
        Exchange(
            "error texts", "ATE0;+CMEE=2\rAT+URDFILE=\"no\"\rAT+UGPIOR=99\r",
            "ATE0;+CMEE=2\r\r\nOK\r\n\r\n+CME ERROR: FILE NOT FOUND\r\n\r\n+CME ERROR: Wrong GPIO identifier\r\n"),
        Exchange(
            "S3 changes the end of all lines", "ATE0\rATS3=33\rATS3?!", "ATE0\r\r\nOK\r\n!\nOK!\n!\n033!\n!\nOK!\n"),
        Exchange(
            "S registers have three digits", "ATE0\rATS3?;S4?;S5?\r",
            "ATE0\r\r\nOK\r\n\r\n013\r\n\r\n010\r\n\r\n008\r\n\r\nOK\r\n"),
        Exchange(
            "an S register that is not there", "ATE0;+CMEE=2\rATS99?\r",
            "ATE0;+CMEE=2\r\r\nOK\r\n\r\n+CME ERROR: operation not supported\r\n"),
        Exchange(
            "blanks outside of strings", "ATE0\rAT + CMEE = 1 ; + CMEE ?\r",
            "ATE0\r\r\nOK\r\n\r\n+CMEE: 1\r\n\r\nOK\r\n"),
        Exchange("a ; in quotes separates nothing", "ATE0\rAT+ULSTFILE=2,\"a;b\"\r", "ATE0\r\r\nOK\r\n\r\nERROR\r\n"),
        Exchange(
            "data are not echoed and end by their count", "AT+UDWNFILE=\"f\",3\ra\r\nATE0\r",
            "AT+UDWNFILE=\"f\",3\r\r\n>\r\nOK\r\nATE0\r\r\nOK\r\n"),
        Exchange(
            "an upload stands alone", "ATE0\rAT+UDWNFILE=\"f\",3;+CMEE?\rAT+CMEE?;+UDWNFILE=\"f\",3\r",
            "ATE0\r\r\nOK\r\n\r\nERROR\r\n\r\n+CMEE: 0\r\n\r\nERROR\r\n"),
        Exchange(
            "files of SARA-R5 begin with CR LF, and one stands behind them",
            "ATE0\rAT+UDWNFILE=\"f\",3\r\r\n\"AT+URDFILE=\"f\"\r",
            "ATE0\r\r\nOK\r\n\r\n>\r\nOK\r\n\r\n+URDFILE: \"f\",3,\"\r\n\"\"\r\nOK\r\n"),
        Exchange(
            "files of SARA-R410M begin with LF", on: r410,
            "ATE0\rAT+UDWNFILE=\"f\",1\rxAT+URDFILE=\"f\"\rAT+URDBLOCK=\"f\",0,1\r",
            "ATE0\r\r\nOK\r\n\r\n>\r\nOK\r\n\n+URDFILE: \"f\",1,\"x\"\r\n\r\nOK\r\n\n+URDBLOCK: \"f\",1,\"x\"\r\n\r\nOK\r\n"
        ),
        Exchange(
            "files of SARA-R422 begin with LF", on: r422, "ATE0\rAT+UDWNFILE=\"f\",1\rxAT+URDFILE=\"f\"\r",
            "ATE0\r\r\nOK\r\n\r\n>\r\nOK\r\n\n+URDFILE: \"f\",1,\"x\"\r\n\r\nOK\r\n"),
        Exchange("nothing behind a reset is heard", "ATE0\rAT+CFUN=15;+CMEE?\rAT\r", "ATE0\r\r\nOK\r\n\r\nOK\r\n"),
        Exchange("D takes the rest", "ATE0\rATD*99***1#;+CMEE?\r", "ATE0\r\r\nOK\r\n\r\nNO CARRIER\r\n"),
    ]

    @Test(arguments: exchanges) func answers(_ exchange: Exchange) throws {
        let line = try Line(exchange.product, profile: exchange.product == Self.r410 ? 100 : nil)
        #expect(line.send(exchange.typed) == exchange.answered)
    }

    /// What a port that detects its speed leaves alone, with the reason in the log.
    @Test(arguments: [
        ("hello\r", "a line does not begin with AT: it is ignored"),
        ("aT\r", "the prefix of a line is neither AT nor at while the port detects its speed: it is ignored"),
        ("AT\rA/", "A/ is not available while the port detects its speed, AT+IPR=0: it is ignored"),
    ]) func saysWhatItIgnores(_ typed: String, _ log: String) throws {
        let line = try Line()
        _ = line.send(typed)
        #expect(line.log.last == log)
    }

    /// Each way to cut the bytes gives the same answer.
    @Test func cutsMakeNoDifference() throws {
        let typed = Array("AT+CMEE=2\r\nAT+UDWNFILE=\"f\",4\r\0\r\n\"ATE0;+CMEE?\r".utf8)
        let whole = try Line().send(typed)
        for size in [1, 2, 3, 7] {
            let line = try Line()
            var answered: [UInt8] = []
            for start in stride(from: 0, to: typed.count, by: size) {
                answered += line.send(Array(typed[start..<min(typed.count, start + size)]))
            }
            #expect(answered == whole, "in pieces of \(size)")
        }
    }

    /// A host may send CR and LF apart; behind the prompt an LF is a datum.
    @Test func aLineFeedBehindThePromptIsADatum() throws {
        let line = try Line()
        #expect(line.ask("ATE0") == ["OK"])
        line.session.receive(Array("AT+UDWNFILE=\"f\",3\r".utf8), at: line.module.now)
        #expect(line.session.takeOutput() == [])
        #expect(line.send("\n") == "\r\n>")
        #expect(line.send("\nab") == "\r\nOK\r\n")
        #expect(line.send("AT+URDFILE=\"f\"\r") == "\r\n+URDFILE: \"f\",3,\"\nab\"\r\nOK\r\n")
    }

    @Test func echoIsStoredOnR4Alone() throws {
        for (product, profile, echoes) in [(Product.default, nil, true), (Self.r410, 100, false)]
            as [(Product, Int?, Bool)]
        {
            let line = try Line(product, profile: profile)
            _ = line.ask("ATE0")
            _ = line.ask("AT+CMEE=2")
            _ = line.ask("AT+CFUN=15")
            _ = line.wait(60)
            #expect(line.send("AT+CMEE?\r") == (echoes ? "AT+CMEE?\r" : "") + "\r\n+CMEE: 0\r\n\r\nOK\r\n")
        }
    }
}
