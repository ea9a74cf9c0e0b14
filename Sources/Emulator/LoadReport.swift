public import LwM2M

/// What became of one file that was to be loaded.
public struct LoadReport: Hashable, Sendable {
    /// The kinds of end.
    public enum Result: Hashable, Sendable {
        /// The Object is served.
        case loaded(ObjectID)
        /// The Object is served from the new text; nil for instances that were kept, else why they were not.
        case reloaded(ObjectID, instancesDropped: String?)
        /// The text is the same as before.
        case unchanged(ObjectID)
        /// The file is gone, and its Object with it.
        case removed
        /// The file could not be loaded; whether an older text of it is still served.
        case failed(reason: String, keepsOld: Bool)
    }

    /// As the user named it, or as it stands in the folder.
    public var fileName: String
    public var result: Result

    public init(fileName: String, result: Result) {
        self.fileName = fileName
        self.result = result
    }

    /// Whether the file could not be loaded.
    public var isFailure: Bool { if case .failed = result { true } else { false } }
}

extension LoadReport: CustomStringConvertible {
    /// `object_x.lua: loaded /3300`. The reason of a failure names the file itself.
    public var description: String {
        switch result {
        case .loaded(let id): "\(fileName): loaded /\(id)"
        case .reloaded(let id, nil): "\(fileName): reloaded /\(id), instances kept"
        case .reloaded(let id, let why?): "\(fileName): reloaded /\(id), instances dropped: \(why)"
        case .unchanged(let id): "\(fileName): unchanged /\(id)"
        case .removed: "\(fileName): removed"
        case .failed(let reason, let keepsOld): reason + (keepsOld ? "\nthe old \(fileName) is still served" : "")
        }
    }
}
