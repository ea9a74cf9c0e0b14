import ObjectTesting
import Testing

/// What runs once for all tests of a block, a class or a file.
struct SharedBlockTests {
    static let cases = [
        HookCase(
            "teardown runs after the last test, inner before outer",
            """
            teardown(function() error('file') end)
            describe('b', function()
              lazy_teardown(function() error('block') end)
              it('one', function() end)
              it('two', function() end)
            end)
            it('three', function() end)
            describe('c', function()
              strict_teardown(function() error('other') end)
              it('four', function() end)
            end)
            """, ["two: lazy_teardown: block", "four: strict_teardown: other", "four: teardown: file"]),
        HookCase(
            "a class has hooks around each test, and others around all",
            """
            TestLamp = {}
            function TestLamp:setUpClass() self.made = (self.made or 0) + 1 end
            function TestLamp:setUp() self.up = (self.up or 0) + 1 end
            function TestLamp:tearDown() error('down ' .. self.up) end
            function TestLamp:tearDownClass() error('class ' .. self.made) end
            function TestLamp:test_a() end
            function TestLamp:test_b() end
            """, ["test_a: tearDown: down 1", "test_b: tearDown: down 1", "test_b: tearDownClass: class 1"]),
        HookCase(
            "a setup that fails fails each test of its block, and no inner one runs",
            """
            describe('b', function()
              setup(function() error('no lamp') end)
              it('one', function() error('body') end)
              describe('c', function()
                setup(function() error('inner') end)
                teardown(function() error('inner down') end)
                it('two', function() error('body') end)
              end)
            end)
            it('three', function() end)
            """, ["one: setup: no lamp", "two: setup: no lamp"]),
        HookCase(
            "a setup that does not end",
            """
            describe('b', function()
              setup(function() while true do end end)
              it('one', function() end)
            end)
            it('two', function() end)
            """, ["one: setup: setup did not end within 200 ms\nstopped at x_test.lua:2: in a function"]),
        HookCase(
            "soft assertions in them",
            """
            describe('b', function()
              setup(function() assert.soft.is_true(false) end)
              teardown(function() assert.soft.is_nil(1) end)
              it('one', function() error('body') end)
            end)
            """, ["one: setup: value is not true", "one: teardown: value is not nil"]),
        HookCase(
            "a setup that is pending", "setup(function() pending('later') end) it('one', function() error('body') end)",
            []),
        HookCase(
            "each test finds what setup left",
            """
            local made, server = 0, nil
            setup(function()
              made = made + 1
              device.load "object_generic_sensor.lua"
              device.clock.advance(60)
              server = device.server(123)
              server:create("/3300/0", { [5750] = "x" })
              server:observe("/3300/0/5750")
              shared = {}
            end)
            local function uses()
              assert.equal(1, made)
              assert.equal(0, #shared)
              assert.equal("x", (server:read("/3300/0/5750")))
              shared[1], made = true, 2
              server:write("/3300/0/5750", "y")
              assert.equal(1, #server:notifications())
              device.clock.advance(60)
            end
            it('one', uses)
            describe('b', function()
              setup(function() assert.equal(0, #shared) shared.inner = 1 end)
              it('two', function() assert.equal(1, shared.inner) uses() end)
              it('three', function() assert.equal(1, shared.inner) uses() end)
            end)
            it('four', function() assert.is_nil(shared.inner) uses() end)
            describe('c', function()
              setup(function() device.host:delete("/3300/0") end)
              it('five', function() assert.is_nil((server:read("/3300/0"))) end)
            end)
            it('six', uses)
            """, []),
    ]

    @Test(arguments: cases) func tellsItsFailures(_ c: HookCase) throws {
        let run = try RecordingReporter.run(c.text, options: { if c.text.contains("while true") { $0.timeout = 0.2 } })
        let told = run.results.flatMap { result in
            (result.failure.map { [$0] + $0.later } ?? []).map {
                "\(result.name): \($0.hook ?? "body"): \($0.message)"
            }
        }
        #expect(told == c.failures)
        #expect(run.problems.isEmpty)
    }

    private static let counted = """
        setup(function() device.load "object_generic_sensor.lua" end)
        local function create() assert.equal(coap.COAP_201_CREATED, (device.host:create("/3300/0"))) end
        for _, name in ipairs { "a", "b", "c" } do
          describe(name, function()
            setup(function() device.host:create("/3300/7") end)
            for i = 1, 4 do it(name .. i, create) end
          end)
        end
        """

    /// In whatever order the tests come: once for the file, and once for each block.
    @Test(arguments: [UInt64(0), 1, 2, 3]) func runsOnce(seed: UInt64) throws {
        let creations = Creations()
        let run = try RecordingReporter.run(Self.counted) { options in
            options.seed = seed
            options.onTrace = { trace in
                if case .call(let call) = trace, call.function == "create", call.argumentTexts.first == "7" {
                    creations.count += 1
                }
            }
        }
        #expect(run.summary.passed == 12, "\(run.results.compactMap(\.failure))")
        #expect(creations.count == 3)
    }

    /// `@unchecked Sendable`: one worker runs the tests, and the count is read after the run.
    private final class Creations: @unchecked Sendable { var count = 0 }
}
