import { describe, expect, it } from 'vitest';
import { encodePlacementProblem } from '../../src/index.js';
import { device, NONE, point, problem, stage } from './fixtures.js';

describe('the flat form', () => {
  it('holds every number where its layout says', () => {
    // Every number is different, so that none can stand in another's place.
    const flat = encodePlacementProblem(
      problem({
        stages: [
          stage({
            weightByte: 101,
            prefillFlop: 102,
            prefillByte: 103,
            decodeFlopPerRow: 104,
            decodeBytePerPass: 105,
            decodeBytePerRow: 106,
            promptKvByte: 107,
            rowKvByte: 108,
            prefillCrossingByte: 109,
            decodeCrossingBytePerRow: 110,
          }),
        ],
        devices: [
          device({
            pool: 0,
            powerDomain: 2,
            thermalDomain: 3,
            sleepPowerW: 204,
            runtimeByte: 205,
            points: [
              point({
                flopRate: [301, 302],
                byteRate: [303, 304],
                stageOverheadS: [305, 306],
                rowOverheadS: [307, 308],
                joulePerFlop: 309,
                joulePerByte: 310,
                activePowerW: 311,
              }),
              point({ activePowerW: 321 }),
            ],
          }),
          device({ sleepPowerW: 214, points: [point({ activePowerW: 331 })] }),
        ],
        pools: [{ name: 'm', usableByte: 401, byteRate: 402 }],
        powerDomains: [
          { name: 'p', capW: 501 },
          { name: 'q', capW: NONE },
        ],
        thermalDomains: [
          {
            name: 't',
            ambientK: 601,
            resistanceKPerW: 602,
            limitK: 603,
            leakage: { referencePowerW: 604, referenceK: 605, activationEv: 606 },
          },
          { name: 'u', ambientK: 611, resistanceKPerW: 612, limitK: NONE },
        ],
        links: [
          [
            { latencyS: 7, byteRate: 7, joulePerByte: 7 },
            { latencyS: 701, byteRate: 702, joulePerByte: 703 },
          ],
          [
            { latencyS: 711, byteRate: 712, joulePerByte: 713 },
            { latencyS: 7, byteRate: 7, joulePerByte: 7 },
          ],
        ],
        allowed: [[[true, false]], [[false, true]]],
        request: { neededSamples: [0.25, 0.75], decodeSteps: [801, 802], rowsPerStep: [1, 1.5] },
        bounds: { energyJ: 901, latencyS: 902, powerW: NONE },
        boardPowerW: 903,
        wholePhases: true,
      }),
    );
    const ones = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
    expect([...flat]).toEqual([
      // Version, S, D, Q, W, H, K, whole phases, board, bounds.
      ...[1, 1, 2, 1, 2, 2, 2, 1, 903, 901, 902, NONE],
      ...[101, 102, 103, 104, 105, 106, 107, 108, 109, 110],
      ...[0, 2, 3, 204, 205, 2],
      ...[0, 0, 0, 214, 0, 1],
      ...[301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 311],
      ...[...ones, 321],
      ...[...ones, 331],
      ...[401, 402],
      ...[501, NONE],
      ...[601, 602, 603, 1, 604, 605, 606],
      ...[611, 612, NONE, 0, 0, 1, 0],
      // A device's link to itself says nothing, whatever the problem holds there.
      ...[0, 1, 0, 701, 702, 703, 711, 712, 713, 0, 1, 0],
      ...[1, 0, 0, 1],
      ...[0.25, 0.75, 801, 802, 1, 1.5],
    ]);
  });
});
