/// The command by which the host describes itself.
///
/// - Source: UBX-18068860 R09 §4.6; UBX-17003787 R13 §14.13.
public enum HostDeviceCommand: String, Hashable, Sendable, CaseIterable {
    /// Under the profiles of AT&T alone; the identity of the host cannot be read back.
    case odis = "+ODIS"
    /// Its predecessor, under every profile: all four texts can be read.
    case uhostdev = "+UHOSTDEV"

    /// What a new module says of its host: identity, manufacturer, model, software.
    public static let factoryTexts = ProductAssumptions.hostDevice
}
