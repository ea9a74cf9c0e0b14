/// A rule for Lua Objects. `docs/check.md` explains each of them.
package struct Rule: Hashable, Sendable {
    /// In kebab-case and stable.
    package let id: String
    package let severity: Severity
    /// What the rule requires, in one line.
    package let summary: String
    /// Whether the client of the module does not start with a file that violates it (UBX-18068860 R09 §5.3.2).
    package let stopsTheStart: Bool

    init(_ severity: Severity, _ id: String, _ summary: String, stopsTheStart: Bool = false) {
        self.id = id
        self.severity = severity
        self.summary = summary
        self.stopsTheStart = stopsTheStart
    }
}

extension Rule {
    // MARK: The file
    static let fileNameLength = Rule(.error, "file-name-length", "the file system takes the name")
    static let fileNameCharacters = Rule(
        .error, "file-name-characters", "the file system takes every character of the name")
    static let fileSize = Rule(.error, "file-size", "the file fits into the file system")
    static let notAnObject = Rule(.note, "not-an-object", "the folder holds Objects only")
    static let luaUnsupported = Rule(.error, "lua-unsupported", "the product runs Lua", stopsTheStart: true)
    static let bytecode = Rule(.error, "lua-bytecode", "the file is plain text", stopsTheStart: true)
    static let syntax = Rule(.error, "lua-syntax", "the file is Lua 5.3", stopsTheStart: true)

    // MARK: Loading
    static let loadError = Rule(.error, "load-error", "the file loads without an error", stopsTheStart: true)
    static let loadTime = Rule(.error, "load-time", "loading comes to an end", stopsTheStart: true)
    static let loadMemory = Rule(.error, "load-memory", "loading fits into the memory", stopsTheStart: true)
    static let requireUnknown = Rule(.error, "require-unknown", "the file requires what the module has")

    // MARK: The contract
    static let notRegistered = Rule(.error, "not-registered", "the file registers its Object", stopsTheStart: true)
    static let registeredTwice = Rule(.error, "registered-twice", "the file registers one Object")
    static let nameMismatch = Rule(.error, "name-mismatch", "file, registered name and global table agree")
    static let objectID = Rule(.error, "object-id", "the ids of the Object agree and are valid", stopsTheStart: true)
    static let contractFunction = Rule(
        .error, "contract-function", "the Object has the functions of the contract", stopsTheStart: true)
    static let contractTable = Rule(.error, "contract-table", "the Object answers its tables", stopsTheStart: true)
    static let executeMissing = Rule(.warning, "execute-missing", "an executable Resource can be executed")
    static let idClash = Rule(.error, "id-clash", "each Object id has one file", stopsTheStart: true)
    static let nameIgnored = Rule(.error, "name-ignored", "the product takes note of the file")
    static let overridesBuiltIn = Rule(.note, "overrides-built-in", "the file replaces an Object of the firmware")

    static let nameOfBuiltIn = Rule(.error, "name-of-built-in", "the name is not that of another built-in Object")

    // MARK: The table of Resources
    static let resourceID = Rule(.error, "resource-id", "Resources have valid ids", stopsTheStart: true)
    static let resourceType = Rule(.error, "resource-type", "the Type of a Resource is one that exists")
    static let resourceTypeNewer = Rule(.warning, "resource-type-newer", "the Type is one of LwM2M 1.0")
    static let resourceOperations = Rule(
        .error, "resource-operations", "the Operations of a Resource are R, W, RW, E or none", stopsTheStart: true)
    static let constantTwice = Rule(.warning, "constant-twice", "a constant of the file has one value")
    static let keyTwice = Rule(.warning, "key-twice", "a table gives each key once")
    static let resourceWord = Rule(.warning, "resource-word", "MultipleInstances and Mandatory have their words")

    // MARK: What the script calls
    static let bindingMissing = Rule(.error, "binding-missing", "the product has the function")
    static let bindingRead = Rule(.note, "binding-read", "a function that the product lacks is not passed on")
    static let bindingForm = Rule(.error, "binding-form", "the call has the form that the product takes")
    static let bindingUnknown = Rule(.error, "binding-unknown", "the lua_ function is one that some product has")
    static let urcLength = Rule(.warning, "urc-length", "the length given is that of the text")
    static let pulsePin = Rule(.error, "pulse-pin", "the pin is one that the product can pulse")
    static let constantUnknown = Rule(.error, "constant-unknown", "the constant exists")
    static let sandboxName = Rule(.error, "sandbox-name", "the part of the standard library exists on the module")
    static let codeNotAllowed = Rule(.error, "code-not-allowed", "the operation may answer the code")
    static let returnNoCode = Rule(.error, "return-no-code", "a function that answers a code returns one")
    static let regionReturn = Rule(
        .error, "region-return", "a custom region does not end its function", stopsTheStart: true)
    static let regionBlock = Rule(
        .error, "region-block", "a custom region closes the blocks that it opens", stopsTheStart: true)
    static let regionFunction = Rule(
        .error, "region-function", "a custom region defines no function of the contract")
    static let strayGlobal = Rule(.warning, "stray-global", "functions keep their variables to themselves")
    static let vendorName = Rule(.warning, "vendor-name", "the names are those of this form of an Object")
    static let nilValue = Rule(.warning, "nil-value", "operators, calls and fields get a value, not nil")
    static let hiddenName = Rule(
        .warning, "hidden-name", "a local variable does not hide what a custom region gives")
    static let undefinedGlobal = Rule(.warning, "undefined-global", "somebody gives the global a value")

    /// All Lua rules, in the order of the guide.
    package static let all: [Rule] = [
        fileNameLength, fileNameCharacters, fileSize, notAnObject, luaUnsupported, bytecode, syntax,
        loadError, loadTime, loadMemory, requireUnknown,
        notRegistered, registeredTwice, nameMismatch, objectID, contractFunction, contractTable, executeMissing,
        idClash, nameIgnored, overridesBuiltIn, nameOfBuiltIn,
        resourceID, resourceType, resourceTypeNewer, resourceOperations, resourceWord, constantTwice, keyTwice,
        bindingMissing, bindingRead, bindingForm, bindingUnknown, urcLength, pulsePin, constantUnknown, sandboxName,
        undefinedGlobal, codeNotAllowed, returnNoCode, regionReturn, regionBlock, regionFunction,
        strayGlobal, vendorName, nilValue, hiddenName,
    ]
}
