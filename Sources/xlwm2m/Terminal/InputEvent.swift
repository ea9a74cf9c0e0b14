/// What a wait for input ended with.
enum InputEvent {
    case line(String)
    /// The end of the input, or the wish of the system that the program ends.
    case end
    /// Nothing came within the time.
    case nothing
}
