import CoAP
import LwM2M
import Testing

/// Five operations, 32 masks, and four ways in which a server stands to an entry: each is asked of the rule and sent as
/// a request.
struct AccessTableTests {
    enum Standing: String, CaseIterable, Sendable {
        /// It owns the target, and the mask is that of the others.
        case owner
        /// The mask is its own.
        case ownMask
        /// The mask is the default.
        case defaultMask
        /// The mask is that of a third server.
        case none
    }

    private static let server: ShortServerID = 101
    private static let operations: [(ManagementOperation, UInt16)] = [
        (.read, 1), (.write(.replace), 2), (.execute, 4), (.delete, 8), (.create, 16),
    ]

    @Test(arguments: Standing.allCases) func everyMask(_ standing: Standing) throws {
        let device = try FixtureDevice([Self.definition])
        try device.make(Path(33000, 0), [Resource(id: 1, value: .integer(0))])
        var lines = 0
        for (operation, bit) in Self.operations {
            for mask in UInt16(0)..<32 {
                let isCreation = operation == .create
                let instance = isCreation ? maxID : 0
                let control = AccessControl(
                    servers: [101, 102, 103], entries: [Self.entry(standing, mask, instance, isCreation)])
                let expected =
                    switch standing {
                    case .owner: !isCreation
                    case .ownMask: mask & bit != 0
                    case .defaultMask: !isCreation && mask & bit != 0
                    case .none: false
                    }
                let path = isCreation ? Path(33000) : Path(33000, 0)
                let explanation = control.explanation(of: operation, at: path, for: Self.server)
                #expect(explanation.isAllowed == expected, "\(explanation)")
                device.host.accessControl = control
                var management = DeviceManagement(device.host)
                let response = management.answer(Self.request(operation), from: Self.server)
                #expect(
                    response.code.isSuccess == expected && (expected || response.code == .unauthorized),
                    "\(explanation): \(response.code) \(response.reason)")
                try Self.clean(device)
                lines += 1
            }
        }
        #expect(lines == 160)
    }

    private static func entry(
        _ standing: Standing, _ mask: UInt16, _ instance: ObjectInstanceID, _ isCreation: Bool
    ) -> AccessControlEntry {
        let rights = AccessRights(rawValue: mask)
        var entry = AccessControlEntry(object: 33000, instance: instance, owner: 102, id: 7)
        switch standing {
        case .owner:
            entry.owner = server
            entry.rights = [0: rights, 103: rights]
        case .ownMask: entry.rights = [server: rights, 0: isCreation ? [] : .owner]
        case .defaultMask: entry.rights = [0: rights]
        case .none: entry.rights = [103: rights]
        }
        return entry
    }

    private static let definition = ObjectDefinition(
        id: 33000, name: "Table", isMultiple: true, isMandatory: false,
        resources: [
            ResourceDefinition(id: 1, name: "Value", operations: [.read, .write], type: .integer),
            ResourceDefinition(id: 9, name: "Action", operations: .execute, type: .none),
        ])

    private static func request(_ operation: ManagementOperation) -> CoAPRequest {
        let content = TLVEncoder.bytes(of: [TLVEntry(.resource, 1, value: [1])])
        switch operation {
        case .write: return CoAPRequest(.put, path: ["33000", "0"], contentFormat: 11542, payload: content)
        case .execute: return CoAPRequest(.post, path: ["33000", "0", "9"])
        case .delete: return CoAPRequest(.delete, path: ["33000", "0"])
        case .create: return CoAPRequest(.post, path: ["33000"], contentFormat: 11542, payload: content)
        default: return CoAPRequest(.get, path: ["33000", "0"])
        }
    }

    /// Brings the one instance back, and takes others away.
    private static func clean(_ device: FixtureDevice) throws {
        let instances = device.host.instances(of: 33000)
        for id in instances where id != 0 { try device.host.delete(Path(33000, id), from: .host) }
        if !instances.contains(0) { try device.make(Path(33000, 0), [Resource(id: 1, value: .integer(0))]) }
    }

    static let explanations: [(String, AccessExplanation)] = {
        let control = AccessControl(
            servers: [123, 124, 721],
            entries: [
                AccessControlEntry(
                    object: 3, instance: 0, owner: 721, rights: [123: [.read, .execute], 0: .read], id: 1),
                AccessControlEntry(object: 4, instance: 0, owner: 721, rights: [123: .owner], id: 2),
                AccessControlEntry(object: 3300, instance: maxID, owner: maxID, rights: [124: .create], id: 3),
            ])
        func why(_ operation: ManagementOperation, _ path: Path, _ server: ShortServerID) -> AccessExplanation {
            control.explanation(of: operation, at: path, for: server)
        }
        return [
            (
                "server 124 may not execute /3/0/4: /2/1 has no mask for it, and the default is 1 (R)",
                why(.execute, Path(3, 0, 4), 124)
            ),
            ("server 123 may execute /3/0/4: /2/1 gives it 5 (R E)", why(.execute, Path(3, 0, 4), 123)),
            (
                "server 721 may delete /3/0: it owns /2/1, which has no mask for it: 15 (R W E D)",
                why(.delete, Path(3, 0), 721)
            ),
            ("server 124 may not read /4/0: /2/2 has no mask for it and no default", why(.read, Path(4, 0), 124)),
            (
                "server 124 may not read /5/0: no instance of Object 2 is for it, and there are several servers",
                why(.read, Path(5, 0), 124)
            ),
            ("server 124 may create in /3300: /2/3 gives it 16 (C)", why(.create, Path(3300), 124)),
            ("server 123 may not create in /3300: /2/3 has no mask for it", why(.create, Path(3300), 123)),
            (
                "server 123 may not create in /16: no instance of Object 2 is for 16/65535, and there are several servers",
                why(.create, Path(16), 123)
            ),
            ("server 123 may not read /0/0: no server reaches Object 0", why(.read, Path(0, 0), 123)),
            ("server 123 may discover /3: this takes no right", why(.discover, Path(3), 123)),
            ("server 123 may not write /2/1: /2/1 belongs to server 721", why(.write(.partialUpdate), Path(2, 1), 123)),
            ("server 721 may write /2/1: it owns /2/1", why(.write(.partialUpdate), Path(2, 1), 721)),
            (
                "server 721 may not write /2/3: /2/3 belongs to the bootstrap server",
                why(.write(.partialUpdate), Path(2, 3), 721)
            ),
            ("server 721 may not delete /2/1: no server may", why(.delete, Path(2, 1), 721)),
        ]
    }()

    @Test(arguments: explanations) func says(_ text: String, _ explanation: AccessExplanation) {
        #expect(explanation.description == text)
    }

    @Test func anOnlyServerMayEverything() {
        let explanation = AccessControl(servers: [123]).explanation(of: .execute, at: Path(3, 0, 4), for: 123)
        #expect(explanation.description == "server 123 may execute /3/0/4: it is the only server and has every right")
    }
}
