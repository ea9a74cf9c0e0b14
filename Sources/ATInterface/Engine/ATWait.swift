/// A command that takes its time.
struct ATWait {
    /// On the clock of the module.
    var until: Double
    /// From when on a character ends it; nil for never.
    var abortableFrom: Double?
    /// Called when the time has come; a refusal is the result.
    var finish: (ATCall) throws(ATError) -> Void
    /// Called when a character ended it.
    var abort: () -> Void = {}
}
