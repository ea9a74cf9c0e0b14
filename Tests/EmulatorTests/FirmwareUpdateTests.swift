import Emulator
import Products
import Randomness
import Testing

/// The states of an update of the firmware, one call after the other.
///
/// - Source: LwM2M 1.0.1 appendix E.6.
struct FirmwareUpdateTests {
    /// A call, and what is to be done then.
    enum Step: Sendable {
        case begin(FirmwareUpdate.State, isInstalled: Bool = false)
        case follow(FirmwareUpdate.State, FirmwareUpdate.Package? = nil)
        case online(Bool)
        case cancel
        /// Seconds pass.
        case wait(Double)
    }

    struct Course: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let steps: [(Step, String)]
        let end: FirmwareUpdate.Phase
    }

    static let uri = FirmwareUpdate.Package.uri("coaps://firmware.example.com/new")
    static let other = FirmwareUpdate.Package.uri("http://firmware.example.com/other")
    static let shares = (1...9).map { "\($0 * 3) progress \($0 * 10)" }.joined(separator: ", ")

    static let courses = [
        Course(
            testDescription: "from a URI to the installation",
            steps: [
                (.begin(.idle), ""), (.follow(.downloading, uri), "0 triggered"),
                (.wait(60), shares + ", 30 keep, 30 downloaded"), (.follow(.downloaded), ""),
                (.follow(.updating), "60 order"), (.wait(4), ""), (.wait(1), "65 reset"), (.wait(100), ""),
                (.begin(.updating, isInstalled: true), "165 end 1"), (.follow(.idle), ""),
            ], end: .idle),
        Course(
            testDescription: "a package that is written",
            steps: [
                (.follow(.downloading, .content), "0 triggered, 0 keep, 0 downloaded"), (.follow(.downloaded), ""),
                (.wait(100), ""),
            ], end: .downloaded),
        Course(
            testDescription: "an invalid URI",
            steps: [
                (.follow(.downloading, .uri("no address")), "0 triggered"), (.wait(1), "1 end 7, 1 failed"),
                (.follow(.idle), ""), (.wait(100), ""),
            ], end: .idle),
        Course(
            testDescription: "a scheme that is not supported",
            steps: [
                (.follow(.downloading, .uri("ftp://firmware.example.com/new")), "0 triggered"),
                (.wait(1), "1 end 9, 1 failed"),
            ], end: .idle),
        Course(
            testDescription: "an empty URI gives it up",
            steps: [
                (.follow(.downloading, uri), "0 triggered"), (.wait(4), "3 progress 10"),
                (.follow(.idle, .uri("")), "4 failed"), (.wait(100), ""),
            ], end: .idle),
        Course(
            testDescription: "an empty URI while nothing is downloaded", steps: [(.follow(.idle, .uri("")), "")],
            end: .idle),
        Course(
            testDescription: "the same URI again goes on",
            steps: [
                (.follow(.downloading, uri), "0 triggered"), (.wait(3), "3 progress 10"),
                (.follow(.downloading, uri), ""), (.wait(3), "6 progress 20"),
            ], end: .downloading(20)),
        Course(
            testDescription: "another URI begins anew",
            steps: [
                (.follow(.downloading, uri), "0 triggered"), (.wait(3), "3 progress 10"),
                (.follow(.downloading, other), "3 failed, 3 triggered"), (.wait(3), "6 progress 10"),
            ], end: .downloading(10)),
        Course(
            testDescription: "the same URI after it was downloaded",
            steps: [
                (.follow(.downloading, uri), "0 triggered"), (.wait(30), shares + ", 30 keep, 30 downloaded"),
                (.follow(.downloading, uri), "30 triggered"),
            ], end: .downloading(0)),
        Course(
            testDescription: "a download without network",
            steps: [
                (.follow(.downloading, uri), "0 triggered"), (.wait(6), "3 progress 10, 6 progress 20"),
                (.online(false), "6 paused 20"), (.online(false), ""), (.wait(1000), ""),
                (.online(true), "1006 progress 20"), (.wait(3), "1009 progress 30"),
            ], end: .downloading(30)),
        Course(
            testDescription: "an order without network",
            steps: [
                (.online(false), ""), (.follow(.downloading, uri), "0 triggered"), (.wait(9), ""),
                (.online(true), "9 progress 0"), (.wait(3), "12 progress 10"),
            ], end: .downloading(10)),
        Course(
            testDescription: "cancelled by the host",
            steps: [
                (.cancel, "nothing to cancel"), (.follow(.downloading, uri), "0 triggered"),
                (.cancel, "0 end 4, 0 failed"), (.follow(.idle), ""), (.cancel, "nothing to cancel"), (.wait(9), ""),
            ], end: .idle),
        Course(
            testDescription: "somebody else fetched it",
            steps: [
                (.follow(.downloading, uri), "0 triggered"), (.follow(.downloaded), "0 downloaded"), (.wait(9), ""),
            ], end: .downloaded),
        Course(
            testDescription: "somebody else says that it is downloading",
            steps: [(.follow(.downloading), ""), (.wait(100), "")], end: .idle),
        Course(
            testDescription: "a reset while it downloads",
            steps: [(.begin(.downloading), "0 end 4, 0 failed"), (.follow(.idle), "")], end: .idle),
        Course(
            testDescription: "a reset with a package",
            steps: [(.begin(.downloaded), ""), (.follow(.updating), "0 order"), (.wait(5), "5 reset")],
            end: .installing),
        Course(
            testDescription: "nothing disturbs the installation",
            steps: [
                (.follow(.updating), "0 order"), (.follow(.idle), ""), (.follow(.downloading, uri), ""),
                (.cancel, "nothing to cancel"), (.online(false), ""), (.wait(5), "5 reset"),
            ], end: .installing),
    ]

    @Test(arguments: courses) func takesItsCourse(_ course: Course) {
        var update = FirmwareUpdate()
        var now = 0.0
        func text(_ effects: [FirmwareUpdateEffect]) -> [String] {
            effects.map { effect in
                let words =
                    switch effect {
                    case .report(.progress(let percent)): "progress \(percent)"
                    case .report(.paused(let percent)): "paused \(percent)"
                    case .report(let event): "\(event)"
                    case .keepPackage: "keep"
                    case .end(let result): "end \(result)"
                    case .order: "order"
                    case .reset: "reset"
                    }
                return "\(Int(now)) \(words)"
            }
        }
        for (step, expected) in course.steps {
            var done: [String] = []
            switch step {
            case .begin(let state, let isInstalled):
                done = text(update.begin(state, isInstalled: isInstalled, at: now))
            case .follow(let state, let package): done = text(update.follow(state, package, at: now))
            case .online(let isOnline): done = text(update.setOnline(isOnline, at: now))
            case .cancel: done = update.cancel().map(text) ?? ["nothing to cancel"]
            case .wait(let seconds):
                let end = now + seconds
                while let deadline = update.nextDeadline, deadline <= end {
                    now = deadline
                    while let effects = update.step(to: now) { done += text(effects) }
                }
                now = end
            }
            #expect(done.joined(separator: ", ") == expected, "\(step)")
        }
        #expect(update.phase == course.end)
    }

    /// Whatever comes in whatever order: a download that was triggered ends once, and something is due while it runs.
    @Test func holdsTogether() {
        var random = SeededSequence(seed: 5)
        var update = FirmwareUpdate()
        var now = 0.0
        var isTriggered = false
        for _ in 0..<20_000 {
            var effects: [FirmwareUpdateEffect] = []
            let state = FirmwareUpdate.State.allCases.randomElement(using: &random) ?? .idle
            let packages = [nil, Self.uri, Self.other, .content, .uri("nowhere")]
            switch Int.random(in: 0..<12, using: &random) {
            case 0:
                (effects, isTriggered) = (update.begin(state, isInstalled: Bool.random(using: &random), at: now), false)
            case 1...4: effects = update.follow(state, packages.randomElement(using: &random) ?? nil, at: now)
            case 5: effects = update.cancel() ?? []
            case 6: effects = update.setOnline(Bool.random(using: &random), at: now)
            default:
                now += Double.random(in: 0...4, using: &random)
                while let done = update.step(to: now) { effects += done }
            }
            for case .report(let event) in effects where event != .failed || isTriggered {
                switch event {
                case .triggered:
                    #expect(!isTriggered)
                    isTriggered = true
                case .downloaded, .failed:
                    #expect(isTriggered)
                    isTriggered = false
                case .progress, .paused: #expect(isTriggered)
                case .started, .installing: Issue.record("\(event) is not said here")
                }
            }
            #expect(update.isDownloading == isTriggered)
            if case .downloading = update.phase { #expect((update.nextDeadline != nil) == update.isOnline) }
            if case .refusing = update.phase { #expect(update.nextDeadline != nil) }
            if let deadline = update.nextDeadline { #expect(deadline <= now + 5) }
        }
    }

    /// The Update Result with which a download from a URI ends; nil for one that goes on.
    static let uris: [(String, Int?)] = [
        ("coap://10.0.0.1/f", nil), ("COAPS://host", nil), ("http://host:80/a?b#c", nil),
        ("https://[2001:db8::1]/f", nil), ("ftp://host/f", 9), ("file:///etc/passwd", 9), ("mailto:x", 9),
        ("firmware", 7), ("coap:host", 7), ("coap:///f", 7), ("coap://:5683", 7), ("://host", 7), ("1coap://host", 7),
        ("coap://host/with blank", 7), ("coap://h\u{e4}st", 7), ("coap://host/\n", 7),
        ("coap://host/" + String(repeating: "a", count: 243), nil),
        ("coap://host/" + String(repeating: "a", count: 244), 7),
    ]
    @Test(arguments: uris) func judgesURIs(_ uri: String, _ result: Int?) {
        var update = FirmwareUpdate()
        _ = update.follow(.downloading, .uri(uri), at: 0)
        #expect(update.phase == (result.map { .refusing(result: $0) } ?? .downloading(0)))
    }

    static let lines: [(UpdateEvent, plain: String?, spaced: String?, old: String?)] = [
        (.started, "+UFOTASTAT: 3,1,0", "+UFOTASTAT: 3, 1, 0", nil),
        (.triggered, "+UFOTASTAT: 1,0,0", "+UFOTASTAT: 1, 0, 0", "+ULWM2MSTAT: 0,0"),
        (.progress(40), "+UFOTASTAT: 0,1,40", "+UFOTASTAT: 0, 1, 40", "+ULWM2MSTAT: 1,40"),
        (.paused(40), "+UFOTASTAT: 0,2,40", "+UFOTASTAT: 0, 2, 40", nil),
        (.downloaded, "+UFOTASTAT: 2,2,100", "+UFOTASTAT: 2, 2, 100", "+ULWM2MSTAT: 2,100"),
        (.failed, "+UFOTASTAT: 2,3,100", "+UFOTASTAT: 2, 3, 100", "+ULWM2MSTAT: 3,100"), (.installing, nil, nil, nil),
    ]
    @Test(arguments: lines) func writesItsLines(
        _ event: UpdateEvent, _ plain: String?, _ spaced: String?, _ old: String?
    ) throws {
        for product in Product.all {
            switch product.commands.updates {
            case .plain: #expect(event.line(of: product) == plain)
            case .spaced: #expect(event.line(of: product) == spaced)
            case .oldStatus: #expect(event.line(of: product) == old)
            }
        }
    }
}
