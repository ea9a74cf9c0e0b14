import CEmbeddedFiles

/// Files of the checkout that are embedded in the program.
package enum EmbeddedFiles {
    /// The content of a file by its path below the top of the checkout, `objects/utils.lua`; nil if it is not embedded.
    package static func bytes(of path: String) -> [UInt8]? {
        for index in 0... {
            guard let name = table[index].name else { return nil }
            if path == String(cString: name) {
                return Array(UnsafeBufferPointer(start: table[index].bytes, count: table[index].size))
            }
        }
        return nil
    }

    /// The paths of all embedded files, in the order of the table.
    package static var paths: [String] {
        var paths: [String] = []
        while let name = table[paths.count].name { paths.append(String(cString: name)) }
        return paths
    }

    private static var table: UnsafePointer<embedded_file> {
        embedded_files_table()
    }
}
