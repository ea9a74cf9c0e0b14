import ATInterface
import RealModule
import Testing

/// The words that end an answer, as whoever reads a line knows them and as a conversation with a module does.
struct FinalResultTests {
    @Test(arguments: [
        ("OK", true, false), ("CONNECT", true, false), ("NO CARRIER", true, true), ("ERROR", true, true),
        ("NO DIALTONE", true, true), ("BUSY", true, true), ("NO ANSWER", true, true), ("ABORTED", true, true),
        ("+CME ERROR: 100", true, true), ("+CMS ERROR: 300", true, true), ("RING", false, false), ("ok", false, false),
        ("OK ", false, false), ("+CSQ: 1,2", false, false), ("SARA-R510S", false, false),
    ]) func isKnownAlike(line: String, isFinal: Bool, isFailure: Bool) {
        #expect(ReadLine.isFinalResult(line) == isFinal)
        #expect(ReadLine.isFailure(line) == isFailure)
        var conversation = ATConversation()
        conversation.begin(LineRequest("AT+CGMM"), at: 0)
        conversation.receive(Array("\r\n\(line)\r\n".utf8), at: 1)
        let answer = conversation.takeAnswer()
        #expect((answer != nil) == isFinal)
        if let answer { #expect((answer.result != .ok) == isFailure) }
    }
}
