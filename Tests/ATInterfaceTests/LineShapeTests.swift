import ATInterface
import Testing

/// The lateness of bytes and what is written down of them.
@Suite struct LineShapeTests {
    @Test(arguments: ["", "x", "49", "115200,", "latency=5", "latency=-1s", "latency=2h", "1e9", "115200,115200ms"])
    func refuses(_ text: String) { #expect(LineShape(text) == nil) }

    @Test func readsBothParts() throws {
        #expect(try #require(LineShape("115200,latency=20ms")) == LineShape(speed: 115_200, latency: 0.02))
        #expect(try #require(LineShape("latency=1.5s")) == LineShape(latency: 1.5))
        #expect(try #require(LineShape("9600")) == LineShape(speed: 9600))
    }

    @Test func bytesTakeTheirTime() {
        // Ten bits a byte: a byte each millisecond.
        var line = LineShape(speed: 10_000, latency: 0.5)
        line.send([1, 2, 3], at: 10)
        #expect(line.removeArrived(at: 10.5).isEmpty)
        #expect(line.removeArrived(at: 10.5015) == [1])
        line.send([4], at: 10.5015)
        #expect(line.removeArrived(at: 10.51) == [2, 3])
        #expect(line.nextDeadline == 10.5015 + 0.501)
        #expect(line.removeArrived(at: 12) == [4])
        #expect(line.nextDeadline == nil)
    }

    @Test func aLineThatIsFullLosesWhatComes() {
        var line = LineShape(latency: 1)
        line.send([UInt8](repeating: 0, count: 1 << 20), at: 0)
        line.send([1], at: 0)
        #expect(line.removeArrived(at: 2).count == 1 << 20)
    }

    @Test func writesDownBothDirections() {
        var record = LineRecord()
        #expect(record.add(Array("AT+CG".utf8), isTyped: true, at: 1).isEmpty)
        #expect(record.add(Array("MM\r".utf8), isTyped: true, at: 1.25) == ["    1.250 > AT+CGMM"])
        #expect(
            record.add(Array("\r\nSARA\r\n\r\nOK\r\n".utf8), isTyped: false, at: 12345.6789)
                == ["12345.679 < SARA", "12345.679 < OK"])
        #expect(record.add(Array("\r\n>".utf8), isTyped: false, at: 2) == ["    2.000 < >"])
        #expect(record.add([0, 255, 65, 13], isTyped: true, at: 3) == ["    3.000 > \\x00\\xffA"])
    }
}
