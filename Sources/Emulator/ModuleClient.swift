/// The LwM2M client as a module runs it: it starts when the Objects are there, and stops before they go.
///
/// All calls come from the owner of the module, with the module's time.
public protocol ModuleClient: AnyObject {
    /// The Objects are served: connect and register.
    ///
    /// - Parameter time: seconds on the module's clock.
    func start(at time: Double)

    /// The Objects go.
    ///
    /// - Parameter isSudden: whether power was lost, so that nothing can be sent any more.
    func stop(at time: Double, isSudden: Bool)

    /// When something happens by itself, in seconds; nil for never.
    var nextDeadline: Double? { get }

    /// Does all that is due; `nextDeadline` is later then.
    func advance(to time: Double)
}
