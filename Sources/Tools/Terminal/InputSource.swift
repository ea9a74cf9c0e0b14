/// What a wait for input ended with.
package enum InputEvent {
    case line(String)
    /// The end of the input, or the wish of the system that the program ends.
    case end
    /// Nothing came within the time.
    case nothing
}

/// Where the console's commands come from: a terminal with editing, or a pipe.
package protocol InputSource: AnyObject {
    /// What becomes readable when `next` has something to do.
    var descriptors: [Int32] { get }

    /// Waits for a line.
    ///
    /// - Parameter milliseconds: the longest wait; -1 waits without end.
    func next(within milliseconds: Int32) -> InputEvent

    /// Prints lines on standard output, above what is being typed.
    func show(_ text: String)

    /// Whether a line may stay in the file of the history, if there is one.
    var isKept: (String) -> Bool { get set }

    /// What completes words; nil if there is none.
    var completer: ((_ line: String, _ start: Int, _ end: Int) -> [String]?)? { get set }
}
