import Lua

/// The first line of a chunk whose code holds each text.
final class WordLines {
    private let chunk: CompiledChunk
    private lazy var lines = Self.lines(of: chunk)

    init(_ chunk: CompiledChunk) { self.chunk = chunk }

    /// 0 for a text that no line holds.
    func line(of text: String) -> Int { lines[Array(text.utf8)] ?? 0 }

    private static func lines(of chunk: CompiledChunk) -> [[UInt8]: Int] {
        var lines: [[UInt8]: Int] = [:]
        for function in chunk.functions where !function.lines.isEmpty {
            func note(_ constant: Int, _ pc: Int) {
                guard function.constants.indices.contains(constant),
                    case .string(let text) = function.constants[constant],
                    lines[text] == nil
                else { return }
                lines[text] = function.lines[pc]
            }
            for (pc, instruction) in function.instructions.enumerated() {
                switch instruction.opcode {
                case .loadConstant: note(instruction.bx, pc)
                case .setTable:
                    note(instruction.b - 256, pc)
                    note(instruction.c - 256, pc)
                default: continue
                }
            }
        }
        return lines
    }
}
