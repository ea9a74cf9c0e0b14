import CoAP
import Emulator
import LwM2M
import LwM2MClient
import LwM2MOverCoAP
import Products
import Testing

/// What a bootstrap may take away, and what is the module's own.
struct BootstrapRemovalTests {
    struct Removal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        let product: String
        let deleted: [[String]]
    }

    static let removals = ["SARA-R510S-01B", "SARA-R410M-02B", "SARA-R422S-01B"].flatMap { product in
        [
            // As Leshan and Wakaama begin.
            Removal(testDescription: "\(product), /0 and /1", product: product, deleted: [["0"], ["1"]]),
            Removal(testDescription: "\(product), /", product: product, deleted: [[]]),
            Removal(
                testDescription: "\(product), each Object", product: product,
                deleted: ["0", "1", "2", "3", "4", "5", "7", "11", "14", "16"].map { [$0] }),
        ]
    }

    private static func put(_ path: [String], _ json: String) -> CoAPRequest {
        CoAPRequest(.put, path: path, contentFormat: 11543, payload: Array(json.utf8))
    }

    /// The account of server 123, alone or with one of server 124.
    private static func accounts(_ ids: [Int]) -> [CoAPRequest] {
        ids.enumerated().flatMap { number, id in
            [
                put(
                    ["0", "\(number + 30)"],
                    #"{"bn":"/0/\#(number + 30)/","e":[{"n":"0","sv":"coap://127.0.0.1:5683"},{"n":"1","bv":false},"#
                        + #"{"n":"2","v":3},{"n":"10","v":\#(id)}]}"#),
                put(
                    ["1", "\(number + 30)"],
                    #"{"bn":"/1/\#(number + 30)/","e":[{"n":"0","v":\#(id)},{"n":"1","v":300},{"n":"6","bv":true},"#
                        + #"{"n":"7","sv":"U"}]}"#),
            ]
        }
    }

    private static func own(_ run: ModuleRun) -> Set<String> {
        Set(run.list.split(separator: " ").map(String.init)).filter { path in
            ["/3/", "/4/", "/5/", "/7/", "/11/", "/14/", "/16/"].contains { path.hasPrefix($0) }
        }
    }

    @Test(arguments: removals) func keepsTheModulesOwnInstances(_ removal: Removal) throws {
        let run = try ModuleRun(removal.product) { $0.profile = 100 }.boot()
        let before = Self.own(run)
        #expect(before.contains("/3/0") && before.contains("/5/0") && before.contains("/14/0"))
        var bootstrap = BootstrapManagement(run.module.dataModel)
        for path in removal.deleted {
            let objects = run.module.dataModel.objectIDs
            guard path.isEmpty || objects.contains(ObjectID(path[0]) ?? 0) else { continue }
            #expect(bootstrap.answer(CoAPRequest(.delete, path: path)).code == .deleted)
        }
        for request in Self.accounts([123]) { #expect(bootstrap.answer(request).code == .changed) }
        #expect(bootstrap.answer(CoAPRequest(.post, path: ["bs"])).code == .changed)
        run.wait(0)
        #expect(Self.own(run) == before)
        #expect(ServerAccounts(of: run.module.dataModel).servers.map(\.shortServerID) == [123])
        for path in [Path(3, 0), Path(5, 0)] {
            var answer = DeviceManagement(run.module.dataModel)
            let response = answer.answer(.read(path, as: .tlv), from: 123)
            #expect(response.code == .content, "\(path): \(response.reason)")
        }
        // They are there after a reset too.
        run.module.reset()
        run.module.finishBoot()
        #expect(Self.own(run) == before)
    }

    /// With several servers what had one owner alone passes to one that stays.
    @Test func passesTheOwnInstancesToAServerThatStays() throws {
        let run = try ModuleRun("SARA-R510S-01B") { $0.profile = 100 }.boot()
        var bootstrap = BootstrapManagement(run.module.dataModel)
        for path in [["0"], ["1"]] { _ = bootstrap.answer(CoAPRequest(.delete, path: path)) }
        for request in Self.accounts([124, 123]) { #expect(bootstrap.answer(request).code == .changed) }
        #expect(bootstrap.answer(CoAPRequest(.post, path: ["bs"])).code == .changed)
        let entry = run.module.host.accessControl.entry(object: 3, instance: 0)
        #expect(entry?.owner == 123)
        #expect(run.module.host.accessControl.rights(of: 123, object: 3, instance: 0) == .owner)
        let strangers = run.module.host.accessControl.entries.filter { $0.owner == 721 || $0.rights[721] != nil }
        #expect(strangers.map { Path($0.object, $0.instance) } == [])
    }

    @Test func refusesToDeleteOneByItsName() throws {
        let run = try ModuleRun("SARA-R510S-01B") { $0.profile = 100 }.boot()
        var bootstrap = BootstrapManagement(run.module.dataModel)
        for path in [["3", "0"], ["4", "0"], ["5", "0"], ["7", "0"], ["14", "0"]] {
            #expect(bootstrap.answer(CoAPRequest(.delete, path: path)).code == .badRequest, "\(path)")
        }
    }

    /// What the account that goes made, and nobody else may use, goes with it.
    @Test func removesWhatAnAccountAloneOwned() throws {
        let run = try ModuleRun("SARA-R422S-01B") { $0.profile = 100 }.boot()
        let model = run.module.dataModel
        for path in [Path(3300, 0), Path(3300, 1)] {
            try model.create(path, with: [], from: .host)
            try run.module.host.grant(path, to: 721)
        }
        // Another server may read the second one.
        try run.module.host.set(
            AccessControlEntry(object: 3300, instance: 1, owner: 721, rights: [721: .owner, 123: .read]))
        var bootstrap = BootstrapManagement(model)
        for path in [["0"], ["1"]] { _ = bootstrap.answer(CoAPRequest(.delete, path: path)) }
        for request in Self.accounts([123]) { #expect(bootstrap.answer(request).code == .changed) }
        #expect(bootstrap.answer(CoAPRequest(.post, path: ["bs"])).code == .changed)
        #expect(model.instances(of: 3300) == [1])
    }

    /// A database of before, with two bootstrap accounts: two more are a fault, they are not; one more takes the place of
    /// the one in use.
    @Test func finishesBesideAnotherBootstrapAccountThatWasThere() throws {
        let run = try ModuleRun("SARA-R510S-01B") { $0.profile = 2 }.boot()
        let model = run.module.dataModel
        try model.create(
            Path(0, 1),
            with: [
                Resource(id: 0, value: .string("coap://127.0.0.1:5693")), Resource(id: 1, value: .boolean(true)),
                Resource(id: 2, value: .integer(3)),
            ], from: .host)
        var untouched = BootstrapManagement(model)
        for request in Self.accounts([123]) { #expect(untouched.answer(request).code == .changed) }
        #expect(untouched.answer(CoAPRequest(.post, path: ["bs"])).code == .changed)
        #expect(Set(model.instances(of: 0)).isSuperset(of: [0, 1]))
        var bootstrap = BootstrapManagement(model)
        for id in [8, 9] {
            let more =
                #"{"bn":"/0/\#(id)/","e":[{"n":"0","sv":"coap://127.0.0.1:5694"},{"n":"1","bv":true},{"n":"2","v":3}]}"#
            #expect(bootstrap.answer(Self.put(["0", "\(id)"], more)).code == .changed)
        }
        #expect(bootstrap.answer(CoAPRequest(.post, path: ["bs"])).code == .notAcceptable)
        try model.delete(Path(0, 8), from: .host)
        #expect(bootstrap.answer(CoAPRequest(.post, path: ["bs"])).code == .changed)
        let left = SecurityInstance.all(in: model).filter(\.isBootstrapServer)
        #expect(left.count == 2 && left.contains { $0.id == 9 })
    }
}
