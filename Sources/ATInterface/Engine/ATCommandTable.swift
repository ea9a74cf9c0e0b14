public import Modem

/// All commands, by name.
public struct ATCommandTable: Sendable {
    /// In the order of the families.
    public let commands: [ATCommand]
    private let byName: [String: [ATCommand]]

    init(_ families: [[ATCommand]]) {
        commands = families.flatMap { $0 }
        byName = Dictionary(grouping: commands, by: \.name)
    }

    /// The commands of all products. A new one is a row of its family in `Commands/`.
    public static let all = ATCommandTable([
        basicCommands, identityCommands, powerCommands, sleepCommands, simCommands, profileCommands, contextCommands,
        connectionCommands, networkCommands, cellCommands, fileCommands, pinCommands, hostDeviceCommands,
        clientCommands, objectCommands, serverCommands,
        configurationCommands,
    ])

    /// The command that a product has under a profile; nil where it has none of this name.
    public func command(_ name: String, on product: Product, profile: Int) -> ATCommand? {
        byName[name]?.first { $0.availability.includes(product, profile: profile) }
    }

    /// What a product has under a profile.
    public func commands(on product: Product, profile: Int) -> [ATCommand] {
        commands.filter { $0.availability.includes(product, profile: profile) }
    }

    /// Whether any product has a command of this name.
    func knows(_ name: String) -> Bool { byName[name] != nil }
}
