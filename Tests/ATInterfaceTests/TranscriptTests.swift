import Foundation
import TestSupport
import Testing

@Suite struct TranscriptTests {
    @Test(arguments: Transcript.all) func comesOut(_ transcript: Transcript) throws {
        let products = try transcript.products()
        try #require(!products.isEmpty, "\(transcript.path) names no product")
        for product in products {
            try expectGolden(try transcript.play(on: product), transcript.path)
        }
    }
}
