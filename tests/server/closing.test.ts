import { Agent, createServer, get, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { OpenAnswers } from "@/server/closing";

/** A server whose /slow ends after a while, and whose /endless never does. */
async function started(open: OpenAnswers, slowMs = 300): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    open.add(response);
    if (request.url === "/quick") return void response.end("quick");
    response.write("begin ");
    const more = setInterval(() => response.write("more "), 20);
    response.once("close", () => clearInterval(more));
    if (request.url === "/slow")
      setTimeout(() => {
        clearInterval(more);
        response.end("end");
      }, slowMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

function fetched(port: number, path: string, agent?: Agent): Promise<{ text: string; broken: boolean }> {
  return new Promise((resolve, reject) => {
    const request = get({ port, path, agent }, (response) => {
      request.removeListener("error", reject).on("error", () => {});
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.once("close", () => resolve({ text, broken: !response.complete }));
      response.on("error", () => {});
    });
    request.on("error", reject);
  });
}

test("an answer under way is given whole, and nobody is let in meanwhile", async () => {
  const open = new OpenAnswers();
  const { server, port } = await started(open);
  const slow = fetched(port, "/slow");
  await expect.poll(() => open.count).toBe(1);
  const closed = open.close(server, 5_000);
  expect(open.isClosing).toBe(true);
  await expect(fetched(port, "/quick")).rejects.toThrow(/ECONNREFUSED/);
  const { text, broken } = await slow;
  expect({ broken, whole: text.endsWith("end") }).toEqual({ broken: false, whole: true });
  expect(await closed).toBe(0);
});

test("what does not end in time is broken off, by a reset that a reader of HTTP/1.0 sees too", async () => {
  const open = new OpenAnswers();
  const { server, port } = await started(open);
  const endless = fetched(port, "/endless");
  const old = new Promise<string>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("GET /endless HTTP/1.0\r\n\r\n"));
    socket.resume();
    socket.once("error", (error) => resolve((error as NodeJS.ErrnoException).code ?? "error"));
    socket.once("end", () => resolve("ended as if whole"));
  });
  await expect.poll(() => open.count).toBe(2);
  const began = performance.now();
  expect(await open.close(server, 200)).toBe(2);
  expect(performance.now() - began).toBeLessThan(2_000);
  expect((await endless).broken).toBe(true);
  expect(await old).toBe("ECONNRESET");
});

test("a connection that is kept open does not hold up the end", async () => {
  const open = new OpenAnswers();
  const { server, port } = await started(open);
  const agent = new Agent({ keepAlive: true });
  await fetched(port, "/quick", agent);
  const slow = fetched(port, "/slow", agent);
  await expect.poll(() => open.count).toBe(1);
  const began = performance.now();
  expect(await open.close(server, 10_000)).toBe(0);
  expect(performance.now() - began).toBeLessThan(3_000);
  expect((await slow).broken).toBe(false);
  agent.destroy();
});

test("what is asked on a kept connection just after the end began is answered, and the connection closed with it", async () => {
  const open = new OpenAnswers();
  const { server, port } = await started(open);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await fetched(port, "/quick", agent);
  const closed = open.close(server, 10_000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await fetched(port, "/quick", agent)).toEqual({ text: "quick", broken: false });
  expect(Object.values(agent.freeSockets)).toEqual([]);
  expect(await closed).toBe(0);
  await expect(fetched(port, "/quick")).rejects.toThrow(/ECONNREFUSED/);
  agent.destroy();
});

test("answers get the whole time that they are given, and no more, whether or not a kept connection is waited for first", async () => {
  const took = async (isKept: boolean) => {
    const open = new OpenAnswers();
    const { server, port } = await started(open);
    const agent = new Agent({ keepAlive: true });
    if (isKept) await fetched(port, "/quick", agent);
    const endless = fetched(port, "/endless");
    await expect.poll(() => open.count).toBe(1);
    const began = performance.now();
    expect(await open.close(server, 2_000)).toBe(1);
    agent.destroy();
    expect((await endless).broken).toBe(true);
    return performance.now() - began;
  };
  for (const ms of await Promise.all([took(false), took(true)])) {
    expect(ms).toBeGreaterThan(1_950);
    expect(ms).toBeLessThan(2_400);
  }
});
