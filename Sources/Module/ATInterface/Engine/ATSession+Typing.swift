import Products

/// Bytes become lines and data.
extension ATSession {
    /// Handles what was typed, as far as it can go on now.
    func handleInput(at time: Double) {
        var index = 0
        loop: while index < input.count, heldUntil == nil, !output.isFull {
            switch state {
            case .idle:
                readByte(input[index], at: time)
                index += 1
            case .uploading(let upload, var received, _):
                state = .executing
                let part = input[index..<min(input.count, index + upload.count - received.count)]
                received += part
                index += part.count
                continueUpload(upload, received, at: time)
            case .prompting(let upload, _):
                if line.skipSecondLineEnd(input[index], settings) { index += 1 } else { prompt(for: upload, at: time) }
            case .waiting(let wait, _, _) where wait.abortableFrom != nil:
                index += 1
                if line.skipSecondLineEnd(input[index - 1], settings) { continue }
                if let from = wait.abortableFrom, time < from { continue }
                wait.abort()
                end(.aborted, at: time)
            case .waiting, .executing: break loop
            }
        }
        // A reset has emptied it already.
        input.removeSubrange(..<min(index, input.count))
        if input.count > ATAssumptions.typeAhead { input.removeSubrange(ATAssumptions.typeAhead...) }
    }

    func prompt(for upload: ATUpload, at time: Double) {
        output.send(settings.isVerbose ? [settings.terminator, settings.lineFeed] : [])
        output.send(Array(ATAssumptions.prompt.utf8))
        state = .uploading(upload, received: [], deadline: time + ATAssumptions.uploadTimeout)
    }

    /// Waits for the rest of an upload, or ends it.
    private func continueUpload(_ upload: ATUpload, _ received: [UInt8], at time: Double) {
        guard received.count == upload.count else {
            state = .uploading(upload, received: received, deadline: time + ATAssumptions.uploadTimeout)
            return
        }
        do throws(ATError) {
            try saving { () throws(ATError) in try upload.finish(received) }
            end(.ok, at: time)
        } catch {
            log("AT+UDWNFILE: \(error)")
            end(.cme(error.code), at: time)
        }
    }

    private func readByte(_ byte: UInt8, at time: Double) {
        let (event, echoes) = line.read(byte, settings)
        if echoes, takesEcho, settings.echoes { output.send([byte]) }
        switch event {
        case .none: break
        case .line(let bytes):
            if ATLine(bytes) != nil { lastLine = bytes }
            run(bytes, at: time)
        case .tooLong(let began):
            guard ATLine(began) != nil else { return }
            log("the command line has more than \(module.product.limits.commandLineLength) characters")
            end(.cme(.lineTooLong), at: time)
        case .again:
            if let lastLine { run(lastLine, at: time) }
        }
    }
}
