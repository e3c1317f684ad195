// Working without a network, and taking a new version without harm; loaded once the first screen can be
// used. What of it is lacking is said to the app (`Obstacle::read_all`): lines of a code and its parts.

const tell = (name, detail) => window.dispatchEvent(new CustomEvent(`eclaireuse:${name}`, { detail }));

// Absent in private windows of some browsers, and on plain http.
const workers = navigator.serviceWorker;
let agreed = false;
/** What is lacking of the copy; empty when it is whole. */
let copy = "copying";
let position;

const stores = () => {
  try {
    localStorage.setItem("eclaireuse.probe", "1");
    localStorage.removeItem("eclaireuse.probe");
    return true;
  } catch {
    return false;
  }
};

const report = () => {
  const lacks = [
    window.isSecureContext ? (workers ? copy : "private") : "insecure",
    stores() ? "" : "storage",
    position?.state === "denied" ? "position" : "",
  ];
  tell("checked", lacks.filter(Boolean).join("\n"));
};

/** Asks the worker whether its copy is whole. One of an earlier version does not answer: nothing is claimed. */
function look(worker) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    copy = data;
    report();
  };
  worker.postMessage({ type: "WHOLE" }, [port2]);
}

async function keepForOffline() {
  let controlled = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => {
    // Only the tab where the person agreed reloads. The others still run the old version
    // in front of the new one's files: they are told again, and choose their moment.
    if (agreed) location.reload();
    else if (controlled) tell("update-ready");
    controlled = true;
  });
  let registration;
  workers.addEventListener("message", ({ data }) => {
    // The copy of before is whole, as long as there is one.
    if (data?.type !== "REFUSED" || registration?.active) return;
    copy = data.lack;
    report();
  });
  workers.startMessages();

  try {
    registration = await workers.register("sw.js", { updateViaCache: "none" });
  } catch (problem) {
    // The app works as before; it only needs the network to start.
    copy = `no_copy\t${problem.message.replace(/\s+/g, " ")}`;
    return report();
  }
  const follow = (worker) => {
    const see = () => {
      if (worker.state === "installed" && registration.active) tell("update-ready");
      if (worker.state === "activated") look(worker);
      if (worker.state === "redundant" && !registration.active && copy === "copying") {
        copy = "no_copy";
        report();
      }
    };
    worker.addEventListener("statechange", see);
    see();
  };
  registration.addEventListener("updatefound", () => follow(registration.installing));
  for (const worker of [registration.installing, registration.waiting, registration.active]) {
    if (worker) follow(worker);
  }
  report();
}

/** Lets the waiting version take over, then reloads this tab. */
window.addEventListener("eclaireuse:update-agreed", async () => {
  agreed = true;
  const registration = await workers?.getRegistration();
  if (registration?.waiting) registration.waiting.postMessage({ type: "SKIP_WAITING" });
  else location.reload(); // Another tab already agreed.
});

// Looked at again when somebody comes back from the settings; space may be short by then.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  if (workers?.controller) look(workers.controller);
  else report();
});

navigator.permissions?.query({ name: "geolocation" }).then(
  (status) => {
    position = status;
    status.onchange = report;
    if (status.state === "denied") report();
  },
  () => {}, // It does not say: not refused, as far as the page knows.
);

if (workers) keepForOffline();
else report();
