package import Products
import RealModule

/// What a recorded module said about itself.
package struct RecordedIdentity {
    /// The product it is taken for; nil if it said nothing that tells one.
    package var product: Product?

    package init(_ recording: Recording) {
        let steps = RecordedStep.steps(of: recording)
        func first(_ commands: [String]) -> String? {
            steps.first { commands.contains($0.command.uppercased()) && $0.lines.last == "OK" }?.lines.first
        }
        product =
            RecognizedProduct(
                type: first(["ATI0", "ATI"]), model: first(["AT+CGMM", "AT+GMM"]), versions: first(["ATI9"]))?.product
    }
}
