import LwM2M

/// What the disk does not have yet although it should: what a save that failed left for the next one.
struct UnstoredChanges {
    /// All but the settings has to be forgotten first.
    var isCleared = false
    /// Names of settings of NVM.
    var settings: Set<String> = []
    /// Servers whose last acknowledgement is not stored.
    var registrations: Set<ShortServerID> = []
    /// The instances that changed were to be saved.
    var hasInstances = false

    var isEmpty: Bool { !isCleared && settings.isEmpty && registrations.isEmpty && !hasInstances }
}
