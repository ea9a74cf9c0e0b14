import Emulator
import Testing

/// The non-volatile memory: values of a type under keys that name it, as texts on the disk.
@Suite struct NVMTests {
    private let module: Module
    private var nvm: NVM { module.nvm }

    init() throws { module = try Module(ModuleConfiguration()) }

    @Test func keepsEachTypeAsItsText() {
        nvm[NVMKey<Int>("a")] = -4
        nvm[NVMKey<Bool>("b")] = true
        nvm[NVMKey<Bool>("c")] = false
        nvm[NVMKey<String>("d")] = "a b"
        nvm[NVMKey<[String]>("e")] = ["x.lua", "y.lua"]
        #expect(nvm.texts == ["a": "-4", "b": "1", "c": "0", "d": "a b", "e": "x.lua y.lua"])
        #expect(nvm[NVMKey<Int>("a")] == -4)
        #expect(nvm[NVMKey<Bool>("b")] == true && nvm[NVMKey<Bool>("c")] == false)
        #expect(nvm[NVMKey<[String]>("e")] == ["x.lua", "y.lua"])
    }

    @Test func hasNoValueForATextOfAnotherType() {
        nvm[NVMKey<String>("a")] = "x"
        #expect(nvm[NVMKey<Int>("a")] == nil && nvm[NVMKey<String>("a")] == "x")
    }

    @Test func forgetsWhatIsSetToNil() {
        nvm[NVMKey<Int>("a")] = 1
        nvm[NVMKey<Int>("a")] = nil
        #expect(nvm.texts.isEmpty)
    }
}
