import Clocks

/// A module that answers, with errors in words for as long as the session lasts.
package final class ModuleSession {
    /// Its line.
    package let line: ModuleLine
    /// How the host had wanted errors before; nil if the module did not say.
    package private(set) var oldErrors: String?
    private var isOpen = true

    /// Finds the module at a line and asks for errors in words.
    ///
    /// - throws: `LineError` if nothing answers, `PortError` if the line was cut.
    package init(_ line: ModuleLine) throws {
        self.line = line
        try line.greet()
        try prepare()
    }

    /// Asks for errors in words; again after each reset, which forgets it.
    private func prepare() throws {
        let errors = try line.ask("AT+CMEE?").value(of: "+CMEE")
        if oldErrors == nil { oldErrors = errors }
        if errors != "2" { _ = try line.ask("AT+CMEE=2") }
    }

    /// Leaves errors as they were.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        // The last thing that is done, even if a signal ended the rest.
        line.port.isInterrupted = { false }
        if let oldErrors, oldErrors != "2", Int(oldErrors) != nil { _ = try? line.ask("AT+CMEE=\(oldErrors)") }
    }

    /// Sends a command that has to succeed.
    ///
    /// - throws: `ModuleRefusal` for any end but OK.
    @discardableResult
    package func perform(_ request: LineRequest) throws -> ATAnswer {
        let answer = try line.ask(request)
        guard answer.isOK else { throw ModuleRefusal(command: request.line, answer: answer) }
        return answer
    }

    /// Sends a command that has to succeed.
    @discardableResult
    package func perform(_ line: String, timeout: Double = ATTimes.command) throws -> ATAnswer {
        try perform(LineRequest(line, timeout: timeout))
    }

    /// The first line that a command answers with, without the command's own name; nil if it is refused or says nothing.
    package func text(_ line: String, name: String? = nil) throws -> String? {
        let answer = try self.line.ask(line)
        guard answer.isOK else { return nil }
        guard let name else { return answer.lines.first.map(trimmed) }
        return answer.value(of: name) ?? answer.lines.first.map(trimmed)
    }

    /// The 15 digits that tell this module from others.
    ///
    /// - throws: `LineError` if it has none.
    package func imei() throws -> String {
        let text = try text("AT+CGSN") ?? ""
        guard text.utf8.count == 15, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw LineError("AT+CGSN answers '\(text)', not 15 digits: is there a module at \(line.port.address)?")
        }
        return text
    }

    /// The number of the operator profile; nil if the module does not say.
    package func profile() throws -> Int? {
        try text("AT+UMNOPROF?", name: "+UMNOPROF").flatMap { $0.split(separator: ",").first }.flatMap { Int($0) }
    }

    // MARK: - LwM2M client

    /// Whether the LwM2M client runs: its commands are refused while it does not.
    package func isClientRunning() throws -> Bool { try line.ask("AT+ULWM2MLIST=\"/3\"").isOK }

    /// Waits until the client runs, as after a reset; false if it does not in time.
    package func waitForClient() throws -> Bool {
        let end = MonotonicClock.now + ATTimes.clientStart / line.speed
        while true {
            if try isClientRunning() { return true }
            guard MonotonicClock.now < end else { return false }
            try line.listen(seconds: min(1, 2 / line.speed))
        }
    }

    /// Whether the client has an Object.
    package func isListed(_ object: Int) throws -> Bool {
        let answer = try line.ask("AT+ULWM2MLIST=\"/\(object)\"")
        guard answer.isOK, let list = answer.value(of: "+ULWM2MLIST") else { return false }
        return QuotedList(list).texts.contains { $0 == "/\(object)" || $0.hasPrefix("/\(object)/") }
    }

    /// Resets the module and waits until it answers again.
    ///
    /// - Parameter function: what `AT+CFUN` takes for it: 15 on SARA-R410M and SARA-R412M, 16 on the others.
    package func reset(function: Int) throws {
        try perform("AT+CFUN=\(function)", timeout: ATTimes.power)
        // It still answers for a moment on some products.
        try line.listen(seconds: 2 / line.speed)
        try line.greet(isBooting: true)
        try prepare()
    }
}

/// A command that the module did not carry out.
package struct ModuleRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// As it was sent, without CR.
    package var command: String
    package var answer: ATAnswer

    /// Whether something did not arrive in time, at the module (`FFS TIMEOUT`) or from it.
    var isTimeout: Bool {
        guard case .error(let text) = answer.result else { return answer.result == .timedOut }
        return text == "1649" || text.uppercased().contains("TIMEOUT")
    }

    /// `AT+ULWM2MADD="object_x.lua": operation not supported`.
    package var description: String { "\(command): \(answer.resultText)" }
}

/// The texts in quotes of an answer, `"a.lua","b.lua"`.
struct QuotedList {
    var texts: [String] = []

    init(_ line: String) {
        let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
        for index in stride(from: 1, to: parts.count - 1, by: 2) { texts.append(String(parts[index])) }
    }
}
