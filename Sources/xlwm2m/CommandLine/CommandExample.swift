/// A command line for the help, which the tests run as it stands.
struct CommandExample {
    /// As typed: `xlwm2m generate generator/definitions/3300.xml`.
    var line: String
    /// What it does.
    var explanation: String
    var end = End.byItself

    /// How it ends, in the words of the help.
    enum End: String {
        /// With 0, and whoever comes.
        case byItself = ""
        case onInterrupt = " (until ^C)"
        case withoutPeer = " (ends with 1 where nobody comes)"
    }

    /// What the help says of it.
    var text: String { explanation + end.rawValue }
}
