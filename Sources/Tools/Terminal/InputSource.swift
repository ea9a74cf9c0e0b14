/// The result of waiting for input.
package enum InputEvent {
    case line(String)
    /// The end of the input, or a request by the system to end the program.
    case end
    /// Nothing arrived in time.
    case nothing
}

/// The source of the console's commands: a terminal with editing, or a pipe.
package protocol InputSource: AnyObject {
    /// The descriptors that become readable when `next` has something to do.
    var descriptors: [Int32] { get }

    /// Waits for a line.
    ///
    /// - Parameter milliseconds: the longest wait; -1 to wait indefinitely.
    func next(within milliseconds: Int32) -> InputEvent

    /// Prints lines on standard output, above what is being typed.
    func show(_ text: String)

    /// Whether a line may be stored in the history file, if there is one.
    var isKept: (String) -> Bool { get set }

    /// Completes words; nil if there is no completion.
    var completer: ((_ line: String, _ start: Int, _ end: Int) -> [String]?)? { get set }
}
