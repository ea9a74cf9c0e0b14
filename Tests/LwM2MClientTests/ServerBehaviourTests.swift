import CoAP
import LwM2M
import LwM2MClient
import Testing

/// Servers that answer with anything, restart, stall, lie and flood: the client goes on by its rules.
@Suite struct ServerBehaviourTests {
    /// How an answer reaches the client.
    enum Manner: String, CaseIterable, CustomTestStringConvertible {
        case piggybacked, separate, nonConfirmable
        var testDescription: String { rawValue }
    }

    private func answer(
        _ request: Message, _ code: Code, _ manner: Manner, _ options: Options, to device: LockstepDevice
    ) {
        switch manner {
        case .piggybacked:
            device.deliver(Message(.acknowledgement, code, id: request.id, token: request.token, options: options))
        case .separate:
            device.deliver(.acknowledgement(of: request.id))
            device.deliver(
                Message(.confirmable, code, id: MessageID(9), token: request.token, options: options))
        case .nonConfirmable:
            device.deliver(
                Message(.nonConfirmable, code, id: MessageID(9), token: request.token, options: options))
        }
    }

    private static let location = Options([Option(.locationPath, "rd"), Option(.locationPath, "x")])

    /// The client registers, whatever code its Register, its Update or its De-register got, once the server is well.
    private func comesBack(_ device: LockstepDevice, _ what: String) {
        var messages = 0
        for _ in 0..<200 {
            while let message = device.connection?.take() {
                messages += 1
                guard message.type == .confirmable, message.code.isRequest else { continue }
                device.deliver(
                    Message(
                        .acknowledgement, message.code == .delete ? Code(2, 2) : .created, id: message.id,
                        token: message.token, options: Self.location))
            }
            guard device.client.reports.first?.state != .registered, let next = device.client.nextDeadline else {
                break
            }
            device.advance(by: max(0, next - device.time))
        }
        #expect(device.client.reports.first?.state == .registered, "\(what)")
        #expect(messages < 200, "\(messages) \(what)")
        device.connection?.drop()
        #expect(
            device.asking(CoAPRequest(.get, path: ["3", "0", "9"]))?.hasPrefix("ACK 2.05") == true, "\(what)")
    }

    @Test(arguments: Manner.allCases) func everyCodeOfARegister(_ manner: Manner) throws {
        for byte in UInt8.min...255 {
            let device = LockstepDevice(.withServer())
            device.start()
            let register = try #require(device.connection?.take())
            answer(register, Code(rawValue: byte), manner, Self.location, to: device)
            comesBack(device, "after \(Code(rawValue: byte))")
        }
    }

    @Test(arguments: Manner.allCases) func everyCodeOfAnUpdate(_ manner: Manner) throws {
        for byte in UInt8.min...255 {
            let device = LockstepDevice(.withServer()).register()
            device.client.register(123)
            device.client.advance(to: device.time)
            let update = try #require(device.connection?.take())
            answer(update, Code(rawValue: byte), manner, Options(), to: device)
            comesBack(device, "after \(Code(rawValue: byte))")
        }
    }

    @Test(arguments: Manner.allCases) func everyCodeOfADeregister(_ manner: Manner) throws {
        for byte in UInt8.min...255 {
            let device = LockstepDevice(.withServer()).register()
            device.client.stop()
            device.client.advance(to: device.time)
            let leave = try #require(device.connection?.take())
            answer(leave, Code(rawValue: byte), manner, Options(), to: device)
            device.advance(by: 300)
            #expect(device.client.isStopped, "after \(Code(rawValue: byte))")
        }
    }

    // MARK: - Lies

    struct Lie: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let options: [Option]
        var payload: [UInt8] = []
    }

    static let lies = [
        Lie(testDescription: "no location", options: []),
        Lie(testDescription: "an empty location", options: [Option(.locationPath, "")]),
        Lie(
            testDescription: "a location of three segments", options: ["a", "b", "c"].map { Option(.locationPath, $0) }),
        Lie(
            testDescription: "a location of 200 segments",
            options: (0..<200).map { Option(.locationPath, "\($0)") }),
        Lie(
            testDescription: "a location that is not UTF-8",
            options: [Option(.locationPath, "rd"), Option(.locationPath, [0xFF, 0xFE])]),
        Lie(
            testDescription: "a location with slashes",
            options: [Option(.locationPath, "rd"), Option(.locationPath, "../../x?y")]),
        Lie(testDescription: "a critical option that nobody knows", options: [Option(OptionNumber(9), "x")]),
        Lie(testDescription: "an Observe", options: [Option(.observe, uint: 7)] + lie),
        Lie(
            testDescription: "a block in the middle of nothing",
            options: lie + [Option(.block2, uint: BlockOption(number: 77, isMoreToCome: true, size: 1024).uint)],
            payload: [UInt8](repeating: 1, count: 1024)),
        Lie(
            testDescription: "a block of an upload that there is not",
            options: lie + [Option(.block1, uint: BlockOption(number: 3, isMoreToCome: false, size: 16).uint)]),
        Lie(
            testDescription: "a payload of 60,000 bytes", options: lie, payload: [UInt8](repeating: 0xFF, count: 60_000)
        ),
    ]
    private static let lie = [Option(.locationPath, "rd"), Option(.locationPath, "x")]

    @Test(arguments: lies) func goesOnAfter(_ lie: Lie) throws {
        let device = LockstepDevice(.withServer())
        device.start()
        let register = try #require(device.connection?.take())
        device.deliver(
            Message(
                .acknowledgement, .created, id: register.id, token: register.token, options: Options(lie.options),
                payload: lie.payload))
        comesBack(device, lie.testDescription)
        // With whatever location it has, an Update is possible or a new Register.
        device.client.register(123)
        device.client.advance(to: device.time)
        #expect(device.take()?.hasPrefix("CON POST /") == true)
    }

    // MARK: - Stalls

    @Test func givesUpWhereTheAnswerNeverFollowsItsAcknowledgement() throws {
        let device = LockstepDevice(.withServer())
        device.start()
        let register = try #require(device.connection?.take())
        device.deliver(.acknowledgement(of: register.id))
        device.advance(by: 3600)
        #expect(device.take()?.hasPrefix("CON POST /rd?") == true)
        comesBack(device, "after a stall")
    }

    @Test func aSilentServerHearsLittle() {
        let device = LockstepDevice(.withServer())
        device.start()
        var messages = 0
        for _ in 0..<7 * 24 {
            device.advance(by: 3600)
            for connection in device.server.connections { while connection.take() != nil { messages += 1 } }
        }
        // Five transmissions of each of five tries, and then a day without.
        #expect((25...250).contains(messages), "\(messages) messages in a week")
    }

    /// A server that restarts each hour knows nobody: 4.04, a Register, and on it goes.
    @Test func registersAtEachRestartOfTheServer() {
        let device = LockstepDevice(.withServer(lifetime: 86_400)).register()
        for number in 0..<50 {
            device.advance(by: 3600)
            device.connection?.drop()
            device.client.register(123)
            device.client.advance(to: device.time)
            #expect(device.reply(.notFound)?.hasPrefix("CON POST /rd/") == true)
            #expect(device.reply(.created, location: ["rd", "\(number)"])?.hasPrefix("CON POST /rd?ep=") == true)
            #expect(device.client.reports.first?.state == .registered)
        }
        #expect(device.server.connections.count < 60)
    }

    // MARK: - Floods

    @Test func answersEachRequestOfAFloodOnce() {
        let device = LockstepDevice(.withServer(lifetime: 86_400)).register()
        for number in 0..<20_000 {
            device.deliver(
                Message(
                    .confirmable, .get, id: MessageID(UInt16(truncatingIfNeeded: number)), token: Token([1]),
                    options: Options(["3", "0", "9"].map { Option(.uriPath, $0) })))
        }
        var answers = 0
        while let message = device.connection?.take() {
            answers += 1
            #expect(message.type == .acknowledgement && message.code == .content)
        }
        #expect(answers == 20_000)
    }

    @Test func refusesAFloodOfAnswersToNothing() {
        let device = LockstepDevice(.withServer(lifetime: 86_400)).register()
        for number in 0..<20_000 {
            let type = [MessageType.confirmable, .nonConfirmable, .acknowledgement, .reset][number % 4]
            device.deliver(
                Message(
                    type, type == .reset ? .empty : .content, id: MessageID(UInt16(truncatingIfNeeded: number)),
                    token: type == .reset ? Token([]) : Token([UInt8(number & 255), 7])))
        }
        var resets = 0
        while let message = device.connection?.take() {
            resets += 1
            #expect(message.type == .reset)
        }
        // One for each confirmable message, and silence for the others.
        #expect(resets == 5000)
        #expect(device.asking(CoAPRequest(.get, path: ["3", "0", "9"]), token: 0x55)?.hasPrefix("ACK 2.05") == true)
    }
}
