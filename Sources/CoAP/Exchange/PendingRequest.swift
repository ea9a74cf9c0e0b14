/// A request of the peer whose response comes later.
struct PendingRequest {
    /// When it is acknowledged alone; nil once that was done, or where none is expected.
    var acknowledgementDue: Double?
}
