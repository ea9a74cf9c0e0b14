public import Modem
public import ObjectHost

/// Why there is no module.
public enum ModuleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The limits leave no room for any script.
    case host(ObjectHostError)
    /// The database cannot be opened, read or written.
    case store(StoreError)

    public var description: String {
        switch self {
        case .host(let error): error.description
        case .store(let error): error.description
        }
    }
}
