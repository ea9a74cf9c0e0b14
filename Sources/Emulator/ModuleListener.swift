/// One who hears the events of a module; to be kept for `removeListener`.
public struct ModuleListener: Hashable, Sendable {
    let number: Int
}
