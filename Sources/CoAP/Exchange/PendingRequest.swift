/// A request of the peer whose response comes later.
///
/// - Source: RFC 7252 §5.2.2.
struct PendingRequest {
    /// When it is acknowledged alone; nil once that was done, or where none is expected.
    var acknowledgementDue: Double?
}
