import Emulator
import LwM2M
import Products

/// Turns a command line into calls, and their outcomes into answers.
extension ATSession {
    /// Runs a command line.
    func run(_ bytes: [UInt8], at time: Double) {
        guard let commands = ATLine(bytes, isAutobauding: module.isAutobauding) else {
            if ATLine(bytes) != nil {
                log("the prefix of a line is neither AT nor at while the port detects its speed: it is ignored")
            } else if bytes.contains(where: { $0 != 32 && $0 != 9 }) {
                log("a line does not begin with AT: it is ignored")
            }
            return
        }
        hasReceivedCommand = true
        if onAnswered != nil { running = String(decoding: bytes, as: UTF8.self) }
        // URCs held back by chaos come between a command and its answer.
        releaseHeld()
        runNext(commands, isFirst: true, at: time)
    }

    private func runNext(_ commands: ATLine, isFirst: Bool, at time: Double) {
        var commands = commands
        var isFirst = isFirst
        state = .executing
        while true {
            let request: ATRequest
            do throws(ATError) {
                guard let next = try commands.next() else { return end(.ok, at: time) }
                request = next
            } catch {
                log("\(error)")
                return end(.cme(error.code), at: time)
            }
            guard let command = module.table.command(request.name, on: module.product, profile: module.profile) else {
                return refuseUnknown(request, at: time)
            }
            let call = ATCall(request, command, in: self, at: time)
            var rest = commands
            let isAlone = isFirst && (try? rest.next()) == .some(nil)
            do throws(ATError) {
                if command.isAlone, !isAlone { throw .syntax("has to stand alone on its line", column: request.column) }
                try perform(request, command, call)
            } catch {
                log("AT\(request.name): \(error)")
                call.outcome = .final(.ok)
                sendLines(of: call)
                return end(.cme(error.code), at: time)
            }
            guard answer(call, rest: commands, at: time) else { return }
            isFirst = false
        }
    }

    private func perform(_ request: ATRequest, _ command: ATCommand, _ call: ATCall) throws(ATError) {
        guard let handler = command.handler(request.form) else {
            let forms = command.forms.map(\.rawValue).joined(separator: ", ")
            throw .syntax("has no \(request.form.rawValue) form, only \(forms)", column: request.column)
        }
        if let left = refusals[request.name], left > 0 {
            refusals[request.name] = left - 1
            throw .notAllowed("refused, as the scenario says")
        }
        if request.form == .set { try command.syntax?.check(request.parameters, on: module) }
        try saving { try handler(call) }
    }

    /// Does the work of a command, and refuses it if a change could not be saved: OK means that it is in the flash, if
    /// the module saves it at that moment.
    func saving(_ work: () throws -> Void) throws(ATError) {
        let device = module.device
        let before = device.database.failureCount
        do { try work() } catch {
            let refusal = ATError(of: error)
            throw device.database.failureCount == before ? refusal : ATError(ATAssumptions.notSaved, refusal.message)
        }
        do throws(LwM2MError) { try device.saveWhatCommandChanged() } catch {
            throw ATError(ATAssumptions.notSaved, error.message)
        }
        guard device.database.failureCount == before else {
            throw ATError(ATAssumptions.notSaved, "changed, but not saved: \(device.database.whyNotSaved)")
        }
    }

    /// Sends what a call answered.
    ///
    /// - Returns: whether the next command of the line may run now.
    private func answer(_ call: ATCall, rest: ATLine, at time: Double) -> Bool {
        let outcome = call.outcome
        // The closure that finishes a command captures its call: it must not stay here, or it would form a retain
        // cycle.
        call.outcome = .final(.ok)
        switch outcome {
        case .final(.ok):
            sendLines(of: call)
            return true
        case .final(let result):
            sendLines(of: call)
            end(result, at: time)
        case .wait(let wait):
            state = .waiting(wait, call, rest: rest)
        case .upload(let upload):
            sendLines(of: call)
            state = .prompting(upload, until: time + ATAssumptions.promptTime)
        case .last(let action):
            sendLines(of: call)
            end(.ok, at: time)
            action()
        }
        return false
    }

    /// Ends a command that was waiting, and continues with its line.
    func complete(_ call: ATCall, rest: ATLine, at time: Double, _ work: () throws -> Void) {
        do throws(ATError) {
            try saving(work)
        } catch {
            log("AT\(call.command.name): \(error)")
            sendLines(of: call)
            return end(.cme(error.code), at: time)
        }
        if answer(call, rest: rest, at: time) { runNext(rest, isFirst: false, at: time) }
    }

    private func refuseUnknown(_ request: ATRequest, at time: Double) {
        var place =
            module.table.knows(request.name) ? "\(module.product.name) has no such command here" : "no such command"
        if let successor = module.product.successor.flatMap(Product.named),
            module.table.command(request.name, on: successor, profile: module.profile) != nil
        {
            place += ", \(successor.name) has it"
        }
        log("AT\(request.name): \(place) at column \(request.column)")
        end(.cme(ATAssumptions.unknownCommand), at: time)
    }

    /// Ends the answer to a line; the URCs that arrived in the meantime follow.
    func end(_ result: FinalResultCode, at time: Double) {
        output.send(settings.framed(result))
        state = .idle
        for urc in urcs.takeWaiting() { raise(urc, at: time) }
        if let line = running {
            running = nil
            onAnswered?(line)
        }
    }

    private func sendLines(of call: ATCall) {
        guard !call.lines.isEmpty else { return }
        output.send(settings.framed(call.lines, call.framing))
    }
}
