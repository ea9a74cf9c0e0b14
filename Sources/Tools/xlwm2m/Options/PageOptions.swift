import CommandLine
import Console
import HTTP
import LiveModule
import LivePage
import LwM2M
import Network
import Terminal

/// The options that show a module on a page.
struct PageOptions: OptionGroup {
    @Flag(
        "--page", orValue: "ADDRESS:PORT",
        help: "show the module on a page for a browser, at 127.0.0.1:8080\nunless told otherwise; see docs/page.md")
    var isWanted: Bool

    /// Where the page is to be; nil for the usual address.
    ///
    /// - Parameter words: the operands; an address among them is taken away from them.
    /// - throws: a usage failure for what is no address.
    func place(_ words: inout [String]) throws -> ListeningPlace? {
        guard let value = $isWanted.given.last else { return nil }
        if !value.isEmpty { return try ValueReader<ListeningPlace>.place.read(value, $isWanted.name) }
        guard let index = words.firstIndex(where: { ListeningPlace($0) != nil }) else { return nil }
        return ListeningPlace(words.remove(at: index))
    }
}

/// Opens the page of a module, once.
final class PageOpener {
    private let run: ModuleRun
    private let wire: ServerWire
    private let loop: EventLoop
    private let keepsFlash: Bool
    private let skipsBoots: Bool
    private var page: ModulePage?

    private static let usual = ListeningPlace(host: "127.0.0.1", port: 8080)

    init(_ run: ModuleRun, _ wire: ServerWire, keepsFlash: Bool, skipsBoots: Bool, on loop: EventLoop) {
        (self.run, self.wire, self.loop) = (run, wire, loop)
        (self.keepsFlash, self.skipsBoots) = (keepsFlash, skipsBoots)
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
        if let place, !place.isLoopback {
            Output.warn(
                "other machines can reach the page at \(place.host), and whoever reads its address on the way can do what "
                    + "you can: 127.0.0.1 keeps it to this one")
        }
        return opened.url
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
            at: place, run, wire, session: session, program: Program.xlwm2m.nameAndVersion, on: loop)
    }
}
