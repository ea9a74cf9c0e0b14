import LwM2M
import LwM2MClient
import Testing

/// The state of a bootstrap, in every order of its events.
@Suite struct BootstrapTests {
    @Test func runsAsTheSpecificationDrawsIt() {
        var bootstrap = Bootstrap()
        bootstrap.begin(holdOff: 10, at: 0)
        #expect(bootstrap.state == .bootstrapHoldOff)
        #expect(bootstrap.next(at: 9) == nil)
        #expect(bootstrap.next(at: 10) == .request)
        #expect(bootstrap.state == .bootstrapInitiated)
        #expect(bootstrap.answered(.changed, at: 11) == nil)
        #expect(bootstrap.state == .bootstrapPending)
        bootstrap.receivedCommand(at: 20)
        bootstrap.finish(isConsistent: true, at: 30)
        #expect(bootstrap.state == .bootstrapFinishing)
        bootstrap.finished()
        #expect(bootstrap.state == .bootstrapFinished)
        #expect(bootstrap.nextDeadline == nil)
    }

    @Test func countsFromTheLastCommand() {
        var bootstrap = Bootstrap()
        bootstrap.begin(holdOff: 0, at: 0)
        _ = bootstrap.next(at: 0)
        _ = bootstrap.answered(.changed, at: 1)
        bootstrap.receivedCommand(at: 200)
        #expect(bootstrap.next(at: 446) == nil)
        #expect(bootstrap.next(at: 447) == .fail("the server sent nothing for 247 s and no Finish"))
        #expect(bootstrap.state == .bootstrapFailing)
        bootstrap.putBack()
        #expect(bootstrap.state == .bootstrapFailed)
    }

    @Test func letsTheServerBeginDuringTheWait() {
        var bootstrap = Bootstrap()
        bootstrap.begin(holdOff: 100, at: 0)
        bootstrap.receivedCommand(at: 50)
        #expect(bootstrap.state == .bootstrapPending)
        #expect(bootstrap.next(at: 100) == nil)
        bootstrap.finish(isConsistent: true, at: 110)
        #expect(bootstrap.state == .bootstrapFinishing)
    }

    @Test func letsTheServerRepairAndFinishAgain() {
        var bootstrap = Bootstrap()
        bootstrap.begin(holdOff: 0, at: 0)
        _ = bootstrap.next(at: 0)
        _ = bootstrap.answered(.changed, at: 1)
        bootstrap.finish(isConsistent: false, at: 2)
        #expect(bootstrap.state == .bootstrapPending)
        bootstrap.finish(isConsistent: true, at: 3)
        #expect(bootstrap.state == .bootstrapFinishing)
    }

    @Test func failsWhereTheServerRefuses() {
        var bootstrap = Bootstrap()
        bootstrap.begin(holdOff: 0, at: 0)
        _ = bootstrap.next(at: 0)
        #expect(
            bootstrap.answered(.badRequest, at: 1) == .fail("the server answered 4.00 to the Bootstrap-Request"))
        #expect(!bootstrap.takesCommands)
    }

    /// What can happen, as a letter, to be put into every order of six.
    private static let events = Array("aruhcif")

    @Test func neverLeavesItsStatesInAnyOrder() {
        var counts: [ServerState: Int] = [:]
        for order in 0..<117_649 {
            var bootstrap = Bootstrap()
            bootstrap.begin(holdOff: 1, at: 0)
            var rest = order
            var time = 0.0
            for _ in 0..<6 {
                let before = bootstrap
                switch Self.events[rest % 7] {
                case "a": _ = bootstrap.next(at: time)
                case "r": _ = bootstrap.answered(.changed, at: time)
                case "u": _ = bootstrap.unanswered()
                case "h": bootstrap.receivedCommand(at: time)
                case "c": bootstrap.finish(isConsistent: true, at: time)
                case "i": bootstrap.finish(isConsistent: false, at: time)
                default: bootstrap.finished()
                }
                if before.state == .bootstrapFinished || before.state == .bootstrapFailing {
                    #expect(bootstrap == before)
                }
                rest /= 7
                time += 1
            }
            // A bootstrap that runs has an end of its own, unless its request is still under way.
            if bootstrap.state == .bootstrapPending || bootstrap.state == .bootstrapHoldOff {
                #expect(bootstrap.nextDeadline != nil)
            }
            counts[bootstrap.state ?? .deregistered, default: 0] += 1
        }
        #expect(counts.keys.count == 6)
    }
}
