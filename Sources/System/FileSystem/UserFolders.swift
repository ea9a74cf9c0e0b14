/// Where a user's programs keep what is theirs.
package enum UserFolders {
    /// What this program keeps between its runs: `$XDG_STATE_HOME/xlwm2m`, or else `~/.local/state/xlwm2m`; nil without
    /// a home. A relative path in either variable counts as none.
    ///
    /// - Source: XDG Base Directory Specification 0.8.
    package static var state: String? { state(by: Environment.value) }

    /// The same by other variables.
    package static func state(by variable: (String) -> String?) -> String? {
        func absolute(_ name: String) -> String? { variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
        let folder = absolute("XDG_STATE_HOME") ?? absolute("HOME").map { Paths.join($0, ".local/state") }
        return folder.map { Paths.join($0, "xlwm2m") }
    }
}
