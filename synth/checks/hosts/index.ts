import { topic } from '../../model/check.ts';
import apiAddress from './api-address.ts';
import besidePages from './beside-pages.ts';
import innerNetworks from './inner-networks.ts';
import k3sFlags from './k3s-flags.ts';
import k3sWords from './k3s-words.ts';
import keptState from './kept-state.ts';
import kernelSettings from './kernel-settings.ts';
import listedPorts from './listed-ports.ts';
import machineWays from './machine-ways.ts';
import mailHost from './mail-host.ts';
import mesh from './mesh.ts';
import mountedFolders from './mounted-folders.ts';
import nodePlaces from './node-places.ts';
import openedPorts from './opened-ports.ts';
import templates from './templates.ts';

export default topic('a machine that is not told what the cluster takes for granted of it', [
  mesh,
  innerNetworks,
  apiAddress,
  k3sWords,
  k3sFlags,
  nodePlaces,
  listedPorts,
  openedPorts,
  machineWays,
  mountedFolders,
  keptState,
  kernelSettings,
  besidePages,
  mailHost,
  templates,
]);
