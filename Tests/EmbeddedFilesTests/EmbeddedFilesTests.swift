import EmbeddedFiles
import Foundation
import TestSupport
import Testing

/// The files that the program has in it.
struct EmbeddedFilesTests {
    @Test(arguments: EmbeddedFiles.paths) func isTheFileOfItsPath(_ path: String) throws {
        let file = try Data(contentsOf: Corpus.checkout.appendingPathComponent(path))
        #expect(EmbeddedFiles.bytes(of: path) == Array(file))
    }
}
