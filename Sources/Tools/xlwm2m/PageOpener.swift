import CommandLine
import Console
import FileSystem
import HTTP
import LiveModule
import LivePage
import LwM2M
import Network
import ServerConsole
import Terminal

/// Opens the page of a module, once; and records what a page would show, if that is wanted.
final class PageOpener {
    private let run: ModuleRun
    private let wire: ServerWire
    private let loop: EventLoop
    private let keepsFlash: Bool
    private let skipsBoots: Bool
    private let recorder: ModuleRecorder
    private var recording: ModuleRecording?
    private var page: ModulePage?

    private static let usual = ListeningPlace(host: "127.0.0.1", port: 8080)

    init(_ run: ModuleRun, _ wire: ServerWire, keepsFlash: Bool, skipsBoots: Bool, on loop: EventLoop) {
        (self.run, self.wire, self.loop) = (run, wire, loop)
        (self.keepsFlash, self.skipsBoots) = (keepsFlash, skipsBoots)
        recorder = ModuleRecorder(run, wire.client)
    }

    /// Records everything from now on.
    func beginRecording() {
        recording = ModuleRecording(recorder, run, wire, program: Program.xlwm2m.nameAndVersion)
    }

    /// Keeps of the module what it will not have when it is off.
    func prepareEnd() { recording?.keepObjects() }

    /// Writes the recording.
    ///
    /// - throws: if the file cannot be written.
    func endRecording(_ path: String?) throws {
        guard let path, let recording else { return }
        try Files.write(recording.html, to: path)
    }

    /// Opens the page, and returns its address; the one that is open already if there is one.
    ///
    /// - Parameter place: nil for the usual address, or another port if that is taken.
    /// - throws: 5.00 with the reason if it cannot listen there.
    func open(_ place: ListeningPlace?) throws(LwM2MError) -> String {
        if let page { return page.url }
        let opened: ModulePage
        do throws(HTTPError) { opened = try make(place) } catch {
            throw LwM2MError(.internalServerError, "\(error)")
        }
        page = opened
        Self.warn(of: place)
        return opened.url
    }

    private static func warn(of place: ListeningPlace?) {
        guard let place, !place.isLoopback else { return }
        Output.warn(
            "other machines can reach the page at \(place.host), and whoever reads its address on the way can do what "
                + "you can: 127.0.0.1 keeps it to this one")
    }

    /// Opens the page of a server.
    ///
    /// - throws: `couldNotRun` with the reason if it cannot listen there.
    static func page(of desk: ServerDesk, at place: ListeningPlace?, on loop: EventLoop) throws -> ServerPage {
        let program = Program.xlwm2m.nameAndVersion
        do throws(HTTPError) {
            if place == nil, let page = try? ServerPage(at: usual, desk, program: program, on: loop) { return page }
            let free = ListeningPlace(host: usual.host, port: 0)
            let page = try ServerPage(at: place ?? free, desk, program: program, on: loop)
            warn(of: place)
            return page
        } catch {
            throw CommandFailure.couldNotRun("option '--page': \(error)")
        }
    }

    private func make(_ place: ListeningPlace?) throws(HTTPError) -> ModulePage {
        if let place { return try make(at: place) }
        do { return try make(at: Self.usual) } catch {
            return try make(at: ListeningPlace(host: Self.usual.host, port: 0))
        }
    }

    private func make(at place: ListeningPlace) throws(HTTPError) -> ModulePage {
        let session = ConsoleSession(run.module, keepsEvents: false)
        session.keepsFlash = keepsFlash
        session.network = wire.client
        session.whileBooting = { [unowned run, skipsBoots] in if skipsBoots { run.skipBoot() } }
        return try ModulePage(
            at: place, run, wire, recorder, session: session, program: Program.xlwm2m.nameAndVersion, on: loop)
    }
}
