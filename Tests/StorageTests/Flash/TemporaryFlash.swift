import Storage
import TestSupport

/// A flash in a folder that goes with it.
struct TemporaryFlash {
    let folder: TemporaryFolder
    let flash: Flash

    init(capacity: Int? = nil) throws {
        folder = try TemporaryFolder()
        flash = try Flash(folder.path("flash"))
        if let capacity { flash.capacity = capacity }
    }

    /// The path of something in the flash, for what a user does with other programs.
    func path(_ name: String) -> String { folder.path("flash/" + name) }
}
