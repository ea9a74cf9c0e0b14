/// URCs find their place between the answers.
extension ATSession {
    /// Sends a URC, or keeps it until the final result code of the command at work.
    func raise(_ urc: String, at time: Double) {
        guard takesURCs, module.isAnswering, !settings.isQuiet else { return }
        if ATAssumptions.holdsURCsWhileAutobauding, module.isAutobauding, !hasReceivedCommand { return }
        guard !isWorking else { return urcs.wait(urc) }
        let bytes = settings.framed([Array(urc.utf8)])
        switch chaos?.next() {
        case nil: output.send(bytes)
        case .plain?:
            releaseHeld()
            output.send(bytes)
        case .held(let seconds)?: urcs.hold(urc, until: time + seconds)
        case .split(let at, let seconds)?:
            releaseHeld()
            let cut = max(1, min(bytes.count - 1, Int(Double(bytes.count) * at)))
            output.send(bytes[..<cut])
            output.send(bytes[cut...], at: time + seconds)
        }
    }

    /// URCs that are held come out one behind the other.
    func releaseHeld() {
        let held = urcs.takeHeld()
        guard !isWorking else { return urcs.wait(first: held) }
        for urc in held { output.send(settings.framed([Array(urc.utf8)])) }
    }
}
