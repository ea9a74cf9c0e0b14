import CoAP
import LwM2M
import LwM2MClient
import Testing

/// What observers are told, on a clock of whole seconds.
@Suite struct ObservationTests {
    /// Observations of server 123 on a model, with what was sent.
    private final class Observed {
        let model = MemoryModel.withServer()
        var attributes = AttributeStore()
        var defaults = DefaultPeriods()
        lazy var observations = Observations(
            read: { [unowned self] (path) throws(LwM2MError) in try model.read(path, from: .server(123)) },
            conditions: { [unowned self] path in attributes.conditions(at: path, for: 123, defaults: defaults) })
        var lines: [String] = []

        init() {
            model.onChange = { [unowned self] change in observations.touch(change) }
        }

        func observe(_ path: Path, token: UInt8 = 1, at time: Double = 0) throws {
            observations.add(
                Observation(
                    path, token: Token([token]), format: .json, content: try model.read(path, from: .server(123)),
                    at: time))
        }

        func set(_ value: Double) throws {
            try model.write(
                [Resource(id: 5700, value: .float(value))], to: Path(3300, 0, 5700), mode: .partialUpdate, from: .host)
        }

        /// Lets time run second by second.
        func run(_ seconds: ClosedRange<Int>) {
            for second in seconds { look(at: Double(second)) }
        }

        func look(at time: Double) {
            for notification in observations.due(at: time) {
                let kind = notification.isConfirmable ? "CON" : "NON"
                switch notification.content {
                case .node(.resource(let resource)):
                    if case .single(.float(let value)?) = resource.content {
                        lines.append("\(Int(time)) \(kind) \(value)")
                    }
                case .node: lines.append("\(Int(time)) \(kind) \(notification.path)")
                case .end(let error): lines.append("\(Int(time)) \(kind) \(error.code)")
                }
            }
        }
    }

    @Test func tellsAChange() throws {
        let observed = Observed()
        try observed.observe(Path(3300, 0, 5700))
        observed.look(at: 1)
        try observed.set(21)
        observed.look(at: 2)
        observed.look(at: 3)
        #expect(observed.lines == ["2 NON 21.0"])
    }

    @Test func holdsBackForPmin() throws {
        let observed = Observed()
        observed.attributes[123, Path(3300)] = NotificationAttributes(pmin: 10)
        try observed.observe(Path(3300, 0, 5700))
        for second in 1...25 {
            try observed.set(Double(20 + second))
            observed.look(at: Double(second))
        }
        #expect(observed.lines == ["10 NON 30.0", "20 NON 40.0"])
    }

    @Test func takesTheDefaultsOfTheAccount() throws {
        let observed = Observed()
        observed.defaults = DefaultPeriods(minimum: 5, maximum: 20)
        try observed.observe(Path(3300, 0, 5700))
        observed.run(1...29)
        try observed.set(1)
        observed.run(30...41)
        #expect(observed.lines == ["20 NON 20.0", "30 NON 1.0"])
    }

    @Test func givesAResourceItsOwnAttributesFirst() throws {
        let observed = Observed()
        observed.attributes[123, Path(3300)] = NotificationAttributes(pmax: 5)
        observed.attributes[123, Path(3300, 0)] = NotificationAttributes(pmax: 10)
        observed.attributes[123, Path(3300, 0, 5700)] = NotificationAttributes(pmin: 2)
        try observed.observe(Path(3300, 0, 5700))
        observed.run(1...12)
        #expect(observed.lines == ["10 NON 20.0"])
    }

    @Test func countsThresholdsFromTheLastThatWasSent() throws {
        let observed = Observed()
        observed.attributes[123, Path(3300, 0, 5700)] = NotificationAttributes(gt: .integer(45), st: .integer(10))
        try observed.observe(Path(3300, 0, 5700))
        for (second, value) in [25, 29, 30, 44, 46, 44, 56].enumerated() {
            try observed.set(Double(value))
            observed.look(at: Double(second + 1))
        }
        #expect(observed.lines == ["3 NON 30.0", "4 NON 44.0", "5 NON 46.0", "6 NON 44.0", "7 NON 56.0"])
    }

    @Test func asksForConfirmationOnceADay() throws {
        let observed = Observed()
        observed.attributes[123, Path(3300, 0, 5700)] = NotificationAttributes(pmax: 21_600)
        try observed.observe(Path(3300, 0, 5700))
        for hour in stride(from: 6, through: 54, by: 6) { observed.look(at: Double(hour) * 3600) }
        #expect(
            observed.lines.map { $0.split(separator: " ")[1] }
                == ["NON", "NON", "NON", "CON", "NON", "NON", "NON", "CON", "NON"])
    }

    @Test func saysThatItIsGone() throws {
        let observed = Observed()
        try observed.observe(Path(3300, 0, 5700), token: 1)
        try observed.observe(Path(3300, 0), token: 2)
        try observed.observe(Path(3300), token: 3)
        try observed.model.delete(Path(3300, 0), from: .host)
        observed.look(at: 1)
        observed.look(at: 2)
        #expect(observed.lines == ["1 CON 4.04", "1 CON 4.04", "1 NON /3300"])
        #expect(observed.observations.all.map(\.token) == [Token([3])])
    }

    @Test func rereadsWhatAnExecuteMayHaveChanged() throws {
        let observed = Observed()
        try observed.observe(Path(3300, 0, 5700))
        observed.model.onExecute = { [unowned observed] _ in
            observed.model.values[Path(3300, 0, 5700)] = .single(.float(7))
        }
        try observed.model.execute(Path(3300, 0, 5605), arguments: "", from: .server(123))
        observed.look(at: 1)
        #expect(observed.lines == ["1 NON 7.0"])
    }

    @Test func sendsNothingWithoutTheRightToRead() throws {
        let observed = Observed()
        try observed.observe(Path(3300, 0, 5700))
        observed.model.accessControl.servers = [123, 5]
        try observed.set(21)
        observed.look(at: 1)
        #expect(observed.lines == [])
        #expect(observed.observations.nextDeadline == nil)
        observed.model.accessControl.set(AccessControlEntry(object: 3300, instance: 0, owner: 123))
        try observed.set(22)
        observed.look(at: 2)
        #expect(observed.lines == ["2 NON 22.0"])
    }

    @Test func endsByTokenAndByPath() throws {
        let observed = Observed()
        try observed.observe(Path(3300, 0, 5700), token: 1)
        try observed.observe(Path(3300, 0), token: 2)
        #expect(observed.observations.cancel(token: Token([1]), path: Path(3)) == Token([1]))
        #expect(observed.observations.cancel(token: Token([9]), path: Path(3300, 0)) == Token([2]))
        #expect(observed.observations.cancel(token: Token([9]), path: Path(3300, 0)) == nil)
    }

    @Test func explainsItself() throws {
        let observed = Observed()
        observed.attributes[123, Path(3300, 0, 5700)] = NotificationAttributes(pmin: 60)
        try observed.observe(Path(3300, 0, 5700))
        try observed.set(21)
        observed.look(at: 12)
        #expect(
            observed.observations.explanations(of: Path(3300), at: 12) == [
                "/3300/0/5700 as json: due: the content changed; last sent 12 s ago, held back for another 48 s (pmin 60)"
            ])
    }

    /// JSON has no word for it, so that the last notification is a refusal (RFC 7641 §4.2).
    @Test(arguments: [Double.nan, .infinity]) func endsWhereTheFormatCannotCarryTheValue(_ value: Double) throws {
        let observed = Observed()
        try observed.observe(Path(3300, 0, 5700))
        try observed.set(value)
        observed.look(at: 1)
        try observed.set(21)
        observed.look(at: 2)
        #expect(observed.lines == ["1 CON 4.06"] && observed.observations.all.isEmpty)
    }
}
