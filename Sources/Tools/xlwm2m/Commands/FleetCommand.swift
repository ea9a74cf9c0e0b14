import CommandLine
import Emulator
import FileSystem
import Fleet
import HTTP
import JSON
import LwM2M
import LwM2MClient
import Network
import Products
import Terminal
import Threads

import struct CoAP.LinkConditions
import enum CoAP.Loopback

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `xlwm2m fleet`: many modules in one process, to load a server with.
struct FleetCommand: Command {
    @Option("--count", "N", .integer(in: 1...100_000_000), help: "devices of the whole fleet [10]")
    var count: Int?

    @OptionList("--server", "URI", .text, help: "register with this server; with several, each device with one in turn")
    var servers: [String]

    @Flag("--bootstrap", help: "the servers are bootstrap servers") var isBootstrap: Bool

    let account = AccountOptions()

    @Option("--net", "CONDITIONS", .conditions, help: SharedHelp.conditions)
    var conditions: LinkConditions?

    let choice = ProductOption()
    let identities = IdentityOptions()
    let times = FleetTimeOptions()

    @Option("--script", "FILE", .text, help: "what devices do [DIR/fleet.lua, if it is there]")
    var script: String?

    @Option("--timeline", "FILE", .text, help: "what happens to a part of the devices, and when") var timeline: String?

    @Option(
        "--metrics", "ADDRESS:PORT", .place("127.0.0.1:9100"),
        help: "show numbers to Prometheus at http://ADDRESS:PORT/metrics")
    var metrics: ListeningPlace?

    @Option("--svg", "FILE", .text, help: "draw registrations and latency over time") var picture: String?

    @Flag("--json", help: "the summary as one JSON object") var json: Bool

    @Operands("[DIR]") var folders: [String]

    static let name = "fleet"

    static var description: CommandDescription {
        CommandDescription(
            summary: "run thousands of modules at once, to load a server with",
            discussion: """
                Each device is a whole module with its own Lua, Objects, identity, clock and connection: those of its
                product, and those of DIR. A device boots, registers, answers its server and notifies.

                --ramp, --jitter and --seed say when; the same seed gives the same run. --shard 0/4 runs every fourth
                device, and three more processes the others, wherever they are: they need not know of each other.

                fleet.lua beside the Objects says what devices do, and --timeline FILE what happens to them, an event a
                line: at 60: power-cut 30% for 120s; network-loss as well, and reset, register, deregister without 'for'.

                coaps:// needs keys: --identities FILE, or --master-key with the same secret at the server.

                \(CredentialText.discussion)

                The run ends after --duration, or on SIGINT, SIGTERM or SIGHUP; devices then de-register, for as long as
                --drain says, and a second signal ends that. A summary says what came of it. docs/fleet.md has more.
                """,
            exits: ExitMeanings(
                ok: "every device was registered, and none was stopped",
                findings: "a device never was registered, or was stopped",
                couldNotRun: "a file cannot be used, or the system allows too few descriptors"),
            examples: [
                CommandExample(
                    line: "xlwm2m fleet --count 3 --server coap://127.0.0.1:5683 --ramp all --duration 1 --drain 0",
                    explanation: "three devices for a second", end: .withoutPeer)
            ])
    }

    func run() throws -> ExitCode {
        guard folders.count <= 1 else {
            throw CommandFailure.usage("unexpected argument '\(folders[1])': name one folder")
        }
        let plan = try times.plan(count: count ?? 10) { Environment.value(of: $0) }
        let server = try server()
        try checkDescriptors(plan.devices.underestimatedCount)
        let loop = try EventLoop.forCommand()
        let ending = Ending(loop)
        try checkPicture()
        let identities = try identities.source(plan, needsKey: { server.address(ofDevice: $0).isSecure })
        let program = try fleetScript()
        let fleet = Fleet(
            plan, template: try template(), identities: identities, server: server, script: program,
            timeline: try fleetTimeline(program), on: loop)
        fleet.conditions = conditions
        let page = try metrics.map { place in try serve(fleet, at: place, on: loop) }
        let began = loop.now
        fleet.begin()
        let view = FleetView(fleet, on: loop)
        fleet.onNote = { [unowned view] in view.note($0) }
        if let duration = times.duration {
            let end = loop.addTimer { [unowned loop] _ in loop.stop() }
            loop.setTimer(end, at: began + duration)
        }
        if !ending.isDue { loop.run() }
        drain(fleet, on: loop)
        view.end()
        withExtendedLifetime(page) {}
        let use = ProcessLimits.use
        let summary = FleetSummary(
            fleet, seconds: loop.now - began, cost: ProcessCost(seconds: use.seconds, peakBytes: use.peakBytes))
        Output.line(json ? summary.json.text : summary.text)
        if let picture { try Files.write(Array(view.track.svg.utf8), to: picture) }
        return try loop.ending(summary.isFine ? .ok : .findings)
    }

    /// Shows the numbers of a fleet.
    private func serve(_ fleet: Fleet, at place: ListeningPlace, on loop: EventLoop) throws -> HTTPServer {
        let server: HTTPServer
        do throws(HTTPError) { server = try HTTPServer(host: place.host, port: place.port) } catch {
            throw CommandFailure.couldNotRun("option '\($metrics.name)': \(error)")
        }
        server.onRequest = { [unowned fleet] request in
            request.path == "/metrics"
                ? HTTPAnswer(type: FleetMetrics.contentType, body: FleetMetrics.text(fleet)) : .notFound
        }
        loop.watch(server.descriptor) { [unowned server] _ in server.run() }
        let words = "numbers for Prometheus at http://\(server.address)/metrics"
        if json { Output.errorLine("xlwm2m fleet: \(words)") } else { Output.line(words) }
        return server
    }

    /// Lets devices de-register.
    private func drain(_ fleet: Fleet, on loop: EventLoop) {
        let end = loop.now + (times.drain ?? 10)
        fleet.leave()
        var isOver = false
        for signal in Interruption.signals { loop.onSignal(signal) { isOver = true } }
        while !fleet.hasLeft, !isOver, loop.now < end, loop.fault == nil { loop.runOnce(timeout: 0.05) }
    }

    // MARK: - What the options say

    private func server() throws -> FleetServer {
        guard !servers.isEmpty else { throw CommandFailure.usage("name a server: --server coap://127.0.0.1:5683") }
        var addresses: [ServerURI] = []
        for text in servers {
            do { addresses.append(try ServerURI(parsing: text, isSecure: identities.hasKeys)) } catch {
                throw CommandFailure.usage("option '\($servers.name)': \(error)")
            }
        }
        if let address = addresses.first(where: \.isSecure), !identities.hasKeys {
            throw CommandFailure.usage("\(address) needs keys: --identities FILE or --master-key KEY")
        }
        if let address = addresses.first(where: { !Loopback.contains(host: $0.host) }), !account.reachesOtherMachines {
            throw CommandFailure.usage("\(address) is not on this machine: --network any lets the fleet contact it")
        }
        var server = FleetServer(addresses: addresses)
        server.shortServerID = account.shortServerID
        server.lifetime = account.lifetime
        server.isBootstrap = isBootstrap
        server.reachesOtherMachines = account.reachesOtherMachines
        return server
    }

    private func template() throws -> ModuleConfiguration {
        var configuration = ModuleConfiguration(product: choice.product ?? .default)
        configuration.newModule = .desk
        configuration.unixTime = Int64(time(nil))
        configuration.folder = folders.first
        if let folder = folders.first, Files.status(folder) == nil {
            throw CommandFailure.couldNotRun("there is no folder and no file \(folder): name one with Objects")
        }
        try checkObjects(configuration)
        return configuration
    }

    /// Starts one module without a connection: what is wrong with its Objects is said before thousands have it.
    private func checkObjects(_ template: ModuleConfiguration) throws {
        guard let folder = template.folder else { return }
        let module = try ModuleStart.module(template)
        var faults: [String] = []
        module.addListener { event in
            if case .load(let report) = event, report.isFailure { faults.append("\(report)") }
        }
        module.powerOn()
        module.finishBoot()
        guard faults.isEmpty else { throw CommandFailure.couldNotRun(faults.joined(separator: "\n")) }
        guard scriptPath == nil, !module.objects.sources.contains(where: { $0.path != nil }) else { return }
        throw CommandFailure.couldNotRun(
            "\(folder) holds no object_*.lua and no fleet.lua; xlwm2m init \(Shell.word(folder)) makes an Object")
    }

    /// Refuses a picture that cannot be written before the run, not after it.
    private func checkPicture() throws {
        guard let picture else { return }
        guard !picture.isEmpty, (try? Files.checkWritable(picture)) != nil else {
            throw CommandFailure.couldNotRun(
                "option '\($picture.name)': '\(picture)' cannot be written: name a file in a folder that can be")
        }
    }

    /// The file of --script, or else the one beside the Objects; nil if there is neither.
    private var scriptPath: String? {
        script ?? folders.first.map { Paths.join($0, "fleet.lua") }.flatMap { Files.status($0) == nil ? nil : $0 }
    }

    private func fleetScript() throws -> FleetScript? {
        guard let path = scriptPath else { return nil }
        do throws(FleetError) { return try FleetScript(path) { Output.errorLine($0) } } catch {
            throw CommandFailure.couldNotRun("\(error)")
        }
    }

    private func fleetTimeline(_ script: FleetScript?) throws -> FleetTimeline {
        guard let timeline else { return script?.timeline ?? FleetTimeline() }
        let text = String(decoding: try Files.readText(timeline, limit: 1 << 20), as: UTF8.self)
        do throws(FleetError) { return try FleetTimeline(parsing: text, file: timeline) } catch {
            throw CommandFailure.couldNotRun("\(error)")
        }
    }

    private func checkDescriptors(_ devices: Int) throws {
        let most = ProcessLimits.raiseDescriptors()
        guard devices + Self.ownDescriptors > most else { return }
        throw CommandFailure.couldNotRun(
            "\(devices) devices need as many descriptors, and the system allows this process \(most): raise the hard limit "
                + "(ulimit -Hn \(devices + Self.ownDescriptors), as root or in limits.conf), or share the fleet among "
                + "processes with --shard")
    }

    /// Those of the loop, the files and the standard streams.
    private static let ownDescriptors = 64
}
