/// What whoever runs a life cycle has to do, in the order in which it comes.
public enum LifeCycleEffect: Hashable, Sendable {
    /// Say it on the line, where `+ULWM2MSTAT` lets it.
    case report(ClientEvent)
    /// Remove all files of the flash.
    case eraseFiles
    /// Give all settings of NVM their factory values.
    case eraseSettings
    /// Remove object.db.
    case removeDatabase
    /// Load the Objects; answer with `loadFailed` where one cannot be.
    case loadObjects
    /// Make object.db in its factory state.
    case createDatabase
    /// Save all changes.
    case commit
    /// Changes that are not saved are lost.
    case discard
    case unloadObjects
}
