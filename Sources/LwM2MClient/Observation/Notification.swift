public import LwM2M

/// What is to be sent to an observer.
struct Notification {
    /// What the message carries.
    enum Content {
        case node(Node)
        /// The last word: what was observed cannot be read any more.
        case end(LwM2MError)
    }

    let path: Path
    let token: [UInt8]
    let format: ContentFormat
    let content: Content
    let isConfirmable: Bool
}
