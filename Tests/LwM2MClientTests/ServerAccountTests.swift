import LwM2M
import LwM2MClient
import Testing

/// The accounts that Objects 0 and 1 make.
@Suite struct ServerAccountTests {
    @Test func pairsByShortServerIDAndNotByInstance() {
        let model = MemoryModel.withServer(123)
        model.set(0, 7, [0: .string("coap://10.0.0.1"), 1: .boolean(false), 2: .integer(3), 10: .integer(5)])
        model.set(1, 1, [0: .integer(5), 1: .integer(60), 7: .string("UQ")])
        let accounts = ServerAccounts(of: model)
        #expect(accounts.servers.map(\.shortServerID) == [123, 5])
        #expect(accounts[5]?.securityInstance == 7)
        #expect(accounts[5]?.serverInstance == 1)
        #expect(accounts[5]?.isQueued == true)
        #expect(accounts[123]?.serverInstance == 7)
        #expect(accounts[123]?.disableTimeout == 600)
    }

    @Test func fillsInWhatIsAbsent() {
        let model = MemoryModel()
        model.set(0, 0, [0: .string("coap://h"), 10: .integer(1)])
        model.set(1, 0, [0: .integer(1)])
        let account = ServerAccounts(of: model)[1]
        #expect(account?.lifetime == 86_400)
        #expect(account?.disableTimeout == 86_400)
        #expect(account?.storesNotifications == true)
        #expect(account?.binding == "U")
        #expect(account?.defaultMinimumPeriod == nil)
        #expect(account?.securityMode == 3)
    }

    struct Flaw: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let security: [ResourceID: ResourceValue]
        let message: String?
    }

    static let flaws = [
        Flaw(testDescription: "whole", security: [0: .string("coap://h"), 2: .integer(3)], message: nil),
        Flaw(
            testDescription: "mode and scheme", security: [0: .string("coaps://h"), 2: .integer(3)],
            message: "coaps://h:5684 needs a pre-shared key: /0/4/2 is 3, 0 is wanted"),
        Flaw(
            testDescription: "scheme and mode",
            security: [0: .string("coap://h"), 2: .integer(0), 5: .opaque([1])],
            message: "coap://h:5683 has no security: /0/4/2 is 0, 3 is wanted"),
        Flaw(
            testDescription: "key missing", security: [0: .string("coaps://h"), 2: .integer(0)],
            message: "/0/4/5 holds no pre-shared key of 1 to 64 bytes"),
        Flaw(
            testDescription: "certificates", security: [0: .string("coaps://h"), 2: .integer(2)],
            message: "security mode 2 of /0/4/2 is not supported; 0 and 3 are"),
        Flaw(
            testDescription: "no URI", security: [2: .integer(3)],
            message: "'' names no host: write coap://HOST:PORT"),
    ]

    @Test(arguments: flaws) func saysWhyNoConnectionCanBe(_ flaw: Flaw) throws {
        let model = MemoryModel()
        model.set(0, 4, flaw.security.merging([10: .integer(1)]) { $1 })
        model.set(1, 9, [0: .integer(1)])
        let account = try #require(ServerAccounts(of: model)[1])
        var message: String?
        do throws(ServerAccountError) {
            _ = try account.address()
            _ = try account.security()
        } catch {
            message = error.message
        }
        #expect(message == flaw.message)
    }

    @Test func passesOverWhatIsNotWhole() {
        let model = MemoryModel.withBootstrapServer()
        model.set(0, 1, [0: .string("coap://h"), 2: .integer(3)])
        model.set(0, 2, [0: .string("coap://h"), 2: .integer(3), 10: .integer(65535)])
        model.set(0, 3, [0: .string("coap://h"), 2: .integer(3), 10: .integer(9)])
        model.set(1, 0, [0: .integer(8)])
        #expect(ServerAccounts(of: model).servers.isEmpty)
        #expect(ServerAccounts(of: model).bootstrap?.shortServerID == 100)
    }
}
